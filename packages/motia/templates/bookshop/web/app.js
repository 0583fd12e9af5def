// #if web
// What the page does: it calls the project's own api steps, and nothing else.

const element = (id) => document.getElementById(id);
// #if api|ai

async function request(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `${method} ${path} answered ${response.status}`);
  return answer;
}
// #endif
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

    const buy = create('button', { onclick: () => purchase(book, buy) }, `Buy for ${formatPrice(book.priceCents)}`);
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
  try {
    const placed = await request('POST', '/purchases', { bookId: book.id, email: 'reader@example.com' });
    showPurchase(book, placed);
    // #if jobs
    await follow(book, placed);
    // #endif
  } catch (error) {
    element('purchase-text').textContent = error.message;
  } finally {
    button.disabled = false;
  }
}
// #if jobs

let followed; // the purchase on show: a newer one takes its place

// The answer came at once; the jobs go on in the background. Asks how far they are until the parcel is shipped.
async function follow(book, placed) {
  followed = placed.id;
  const giveUpAt = Date.now() + 30_000;
  while (followed === placed.id && Date.now() < giveUpAt) {
    const current = await request('GET', `/purchases/${placed.id}`);
    if (followed === placed.id) showPurchase(book, current);
    if (current.status === 'shipped') return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
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
