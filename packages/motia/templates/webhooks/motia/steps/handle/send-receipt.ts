// #if typescript|javascript
// #if jobs
import { event } from '@motia/core';
import { Delivery } from '../../events/delivery.ts';

export default event({
  id: 'send-receipt',
  description: 'Sends the receipt of a paid invoice',
  schema: Delivery
}, async ({ id, payload }, { idempotencyKey, state }) => {
  // Whoever sends mail for you gets the key along, and so sends one, however often this is tried.
  console.log(`🧾 receipt for ${payload.data?.object?.customer_email ?? 'the customer'} (${idempotencyKey})`);
  await state.patch('deliveries', id, { status: 'done' });
});
