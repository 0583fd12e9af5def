// #if typescript|javascript
// #if api|jobs
import { z } from 'zod';

// What the receiving steps store, and hand to the steps that handle it.
export const Delivery = z.object({
  id: z.string(),
  sender: z.enum(['stripe', 'github']),
  kind: z.string(),
  receivedAt: z.iso.datetime(),
  payload: z.record(z.string(), z.any())
});
