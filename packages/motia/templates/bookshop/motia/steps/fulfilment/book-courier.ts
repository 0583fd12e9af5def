// #if jobs
import { setTimeout as sleep } from 'node:timers/promises';
import { event } from '@motia/core';
import { Purchase } from '../../events/purchase.ts';

export default event({
  id: 'book-courier',
  description: 'Third: hands the parcel over, and tells whoever wants to know',
  schema: Purchase
}, async (purchase, { state }) => {
  await sleep(500); // couriers are slow

  const tracking = `BOOK-${purchase.id.slice(0, 8).toUpperCase()}`;
  await state.patch('purchases', purchase.id, { status: 'shipped', tracking });

  // A topic, no id: it reaches every step that subscribes to it.
  await motia.trigger('purchase.shipped', { ...purchase, tracking });
  return { tracking };
});
