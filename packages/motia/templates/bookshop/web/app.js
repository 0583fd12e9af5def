// #if script
// What the page does: it calls the project's own api steps, and nothing else.

const element = (id) => document.getElementById(id);

async function request(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `${method} ${path} answered ${response.status}`);
  return answer;
}
// #if api

const price = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const formatPrice = (cents) => price.format(cents / 100);

function create(tag, properties, ...children) {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

async function showShelf() {
  const { books } = await request('GET', '/books');
  element('shelf').replaceChildren(...books.map((book, index) => {
    const cover = create('div', { className: 'cover', ariaHidden: 'true' }, book.title);
    cover.style.setProperty('--hue', 14 + index * 57);

    const buy = create('button', { onclick: () => purchase(book, buy) }, `Buy ${formatPrice(book.priceCents)}`);
    return create('li', {},
      cover,
      create('h3', {}, book.title),
      create('p', { className: 'author' }, book.author),
      buy
    );
  }));
}

async function purchase(book, button) {
  button.disabled = true;
  element('purchase').hidden = false;
  element('purchase').scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  try {
    const placed = await request('POST', '/purchases', { bookId: book.id, email: 'reader@example.com' });
    showPurchase(book, placed);
    // #if jobs
    follow(book, placed).catch(showProblem);
    // #endif
  } catch (error) {
    showProblem(error);
  } finally {
    button.disabled = false;
  }
}

function showProblem({ message }) {
  element('purchase-text').textContent = message;
}
// #if jobs

let followed; // the purchase on show: a newer one takes its place

// The answer came at once, while the jobs go on in the background: asks how far they are until the parcel is shipped.
async function follow(book, { id }) {
  followed = id;
  const giveUpAt = Date.now() + 30_000;
  while (Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const current = await request('GET', `/purchases/${id}`);
    if (followed !== id) return;
    showPurchase(book, current);
    if (current.status === 'shipped') return;
  }
  throw new Error('This takes long: look into the Workbench.');
}
// #endif

function showPurchase(book, { id, status, totalCents, tracking }) {
  const parcel = tracking ? ` · parcel ${tracking}` : '';
  element('purchase-text').textContent = `${book.title} · ${formatPrice(totalCents)} · ${id.slice(0, 8)}${parcel}`;
  // #if jobs

  const stations = [...element('track').children];
  const reached = stations.findIndex((station) => station.dataset.status === status);
  for (const [index, station] of stations.entries()) station.classList.toggle('done', index <= reached);
  // #endif
  // #if !jobs
  element('purchase-text').append(` · ${status}`);
  // #endif
}

showShelf().catch((error) => element('shelf').replaceChildren(create('li', {}, error.message)));
// #endif
// #if ai

element('ask').addEventListener('submit', async (submitted) => {
  submitted.preventDefault();
  const answer = element('answer');
  answer.hidden = false;
  answer.textContent = '…';
  try {
    const mood = new FormData(submitted.target).get('mood');
    answer.textContent = (await request('POST', '/recommendations', { mood })).answer;
  } catch (error) {
    answer.textContent = error.message;
  }
});
// #endif
