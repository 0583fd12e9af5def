// #if jobs
import { event } from '@motia/core';
import { Delivery } from '../../events/delivery.ts';

export default event({
  id: 'book-stripe-event',
  description: 'Books what was paid, in up to eight attempts',
  schema: Delivery,
  retry: { attempts: 8 }
}, async ({ id, kind, payload }, { state }) => {
  const cents = kind === 'invoice.paid' ? Number(payload.data?.object?.amount_paid ?? 0) : 0;

  // Committed together: it is booked once, however often this is tried.
  if (cents > 0) await state.increment('accounts', 'paid-cents', cents);
  await state.patch('deliveries', id, { status: 'done', cents });
  return { cents };
});
