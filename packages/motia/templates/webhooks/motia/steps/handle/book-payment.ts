// #if typescript|javascript
// #if jobs
import { event } from '@motia/core';
import { Delivery } from '../../events/delivery.ts';

export default event({
  id: 'book-payment',
  description: 'Books a paid invoice, in up to eight attempts',
  schema: Delivery,
  retry: { attempts: 8 }
}, async ({ id, payload }, { state }) => {
  const cents = Number(payload.data?.object?.amount_paid ?? 0);

  // Committed together, so it is booked once, however often this is tried.
  await state.increment('accounts', 'paid-cents', cents);
  await state.patch('deliveries', id, { status: 'booked', cents });
  return { cents };
});
