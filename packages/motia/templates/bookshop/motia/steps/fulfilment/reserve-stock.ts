// #if jobs
import { event, NonRetryableError } from '@motia/core';
import { books } from '../../books.ts';
import { Purchase } from '../../events/purchase.ts';

export default event({
  id: 'reserve-stock',
  description: 'First: sets the copies aside',
  schema: Purchase
}, async ({ id, bookId, copies }, { state }) => {
  const stock = books.find((book) => book.id === bookId)?.stock ?? 0;

  // If another purchase changes this number meanwhile, nothing is written and this runs again:
  // two buyers cannot get the same last copy.
  const sold = Number(await state.get('sold', bookId) ?? 0) + copies;
  if (sold > stock) throw new NonRetryableError(`There are not ${copies} copies of ${bookId} left`);

  await state.set('sold', bookId, sold);
  await state.patch('purchases', id, { status: 'reserved' });
  return { left: stock - sold };
});
