// #if !empty
// The shelf. A real shop would keep it in a database; any step may import it.
export const books = [
  { id: 'frankenstein', title: 'Frankenstein', author: 'Mary Shelley', priceCents: 1250, stock: 40 },
  { id: 'genji', title: 'The Tale of Genji', author: 'Murasaki Shikibu', priceCents: 2990, stock: 40 },
  { id: 'middlemarch', title: 'Middlemarch', author: 'George Eliot', priceCents: 1890, stock: 40 },
  { id: 'azaleas', title: 'Azaleas', author: 'Kim Sowol', priceCents: 1480, stock: 40 },
  { id: 'moby-dick', title: 'Moby-Dick', author: 'Herman Melville', priceCents: 1620, stock: 40 },
  { id: 'time-machine', title: 'The Time Machine', author: 'H. G. Wells', priceCents: 990, stock: 40 }
];
