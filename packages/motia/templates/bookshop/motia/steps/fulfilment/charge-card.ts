// #if jobs
import { event } from '@motia/core';
import { Purchase } from '../../events/purchase.ts';

export default event({
  id: 'charge-card',
  description: 'Second: charges the card, in up to five attempts',
  schema: Purchase,
  retry: { attempts: 5, delay: 500 }
}, async ({ id, totalCents }, { attempt, idempotencyKey, state }) => {
  // This pretended bank sometimes misses the first attempt, so that you can watch a retry.
  if (attempt === 1 && Math.random() < 0.3) throw new Error('The bank did not answer');

  // A real one gets the key along, which is the same on every attempt, and so charges once.
  await state.patch('purchases', id, { status: 'paid' });
  return { chargedCents: totalCents, reference: idempotencyKey };
});
