// #if jobs
import { z } from 'zod';

// What the fulfilment steps hand on. Each names it as its schema, so none runs on anything else.
export const Purchase = z.object({
  id: z.string(),
  bookId: z.string(),
  copies: z.number().int().positive(),
  email: z.email(),
  totalCents: z.number().int().nonnegative()
});

export const ShippedPurchase = Purchase.extend({ tracking: z.string() });
