// #if api
import { randomUUID } from 'node:crypto';
import { api, HttpError, response } from '@motia/core';
import { z } from 'zod';
import { books } from '../../books.ts';

export default api({
  id: 'place-purchase',
  description: 'Takes a purchase',
  method: 'POST',
  path: '/purchases',
  schema: {
    body: z.object({
      bookId: z.string(),
      copies: z.number().int().min(1).max(5).default(1),
      email: z.email()
    })
  }
}, async ({ body }, { state }) => {
  const book = books.find(({ id }) => id === body.bookId);
  if (!book) throw new HttpError(404, `There is no book "${body.bookId}"`);

  const purchase = {
    id: randomUUID(),
    ...body,
    totalCents: book.priceCents * body.copies,
    status: 'placed',
    placedAt: new Date().toISOString()
  };

  // #if jobs
  // Both are committed together once this function has returned, or neither is.
  // #endif
  await state.set('purchases', purchase.id, purchase);
  // #if jobs
  await motia.trigger('fulfil-purchase', purchase);
  // #endif

  return response(201, purchase);
});
