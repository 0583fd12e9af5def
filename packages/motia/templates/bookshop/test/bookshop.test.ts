// #if api|jobs
import assert from 'node:assert/strict';
import { test } from 'node:test';
// #if !jobs
import { runStep } from 'motia/testing';
// #endif
// #if jobs
import { createTestApp, runStep } from 'motia/testing';
import fulfilPurchase from '../motia/workflows/fulfil-purchase.ts';
import bookCourier from '../motia/steps/fulfilment/book-courier.ts';
import chargeCard from '../motia/steps/fulfilment/charge-card.ts';
import reserveStock from '../motia/steps/fulfilment/reserve-stock.ts';
// #endif
// #if api
import placePurchase from '../motia/steps/shop/place-purchase.ts';
// #endif
// #if api

test('takes a purchase at the price of the shelf', async () => {
  const body = { bookId: 'genji', copies: 2, email: 'ada@example.com' };
  const { response, result, triggers } = await runStep(placePurchase, { body });
  assert.equal(response?.status, 201);
  assert.equal(result.totalCents, 5980);
  // #if jobs
  assert.deepEqual(triggers.map(({ target }) => target), ['fulfil-purchase']);
  // #endif
  // #if !jobs
  assert.deepEqual(triggers, []);
  // #endif
});

test('has no book that is not on the shelf', async () => {
  const body = { bookId: 'ulysses', email: 'ada@example.com' };
  await assert.rejects(runStep(placePurchase, { body }), { name: 'HttpError', status: 404 });
});
// #endif
// #if jobs

const purchase = { id: 'p1', bookId: 'genji', copies: 2, email: 'ada@example.com', totalCents: 5980 };

test('sells no copy twice', async () => {
  await assert.rejects(runStep(reserveStock, purchase, { state: { sold: { genji: 39 } } }), /not 2 copies/);
});

test('ships once the bank has answered', async () => {
  const app = await createTestApp({ steps: [fulfilPurchase, reserveStock, chargeCard, bookCourier] });
  app.fails(chargeCard, new Error('The bank did not answer'), { times: 2 });
  await app.call(fulfilPurchase, purchase);
  await app.settle(); // retries included, without waiting for them
  assert.deepEqual(await app.state.get('purchases', 'p1'), { status: 'shipped', tracking: 'BOOK-P1' });
  await app.close();
});
// #endif
