// #if typescript|javascript
// #if jobs
import { event } from '@motia/core';
import { Delivery } from '../events/delivery.ts';

export default event({
  id: 'settle-invoice',
  description: 'Books what was paid, then sends the receipt',
  schema: Delivery
}, async (delivery) => {
  const booked = await motia.trigger('book-payment', delivery);
  await motia.trigger('send-receipt', delivery, { after: booked });
});
