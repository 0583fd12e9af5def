// #if typescript|javascript
// #if api
import { api, response } from '@motia/core';
import { verifyStripe } from '@motia/core/webhooks';
import { z } from 'zod';
import { Delivery } from '../../events/delivery.ts';
import { stripeSecret } from '../../secrets.ts';

export default api({
  id: 'receive-stripe',
  description: 'Takes what Stripe sends, each once',
  method: 'POST',
  path: '/webhooks/stripe',
  schema: {
    body: z.looseObject({ id: z.string(), type: z.string() })
  }
}, async (request, { state }) => {
  await verifyStripe(request, stripeSecret); // answers 401 unless Stripe has signed it

  const { body } = request;
  const id = `stripe-${body.id}`;
  const receivedAt = new Date().toISOString();
  const delivery = Delivery.parse({ id, sender: 'stripe', kind: body.type, receivedAt, payload: body });

  // Senders repeat what they got no answer to. Of two at a time one is committed; the other runs again, and sees it.
  if (await state.get('deliveries', id)) return { id, seen: true };
  await state.set('deliveries', id, { ...delivery, status: 'received' });
  // #if jobs
  if (delivery.kind === 'invoice.paid') await motia.trigger('settle-invoice', delivery);
  // #endif
  return response(202, { id });
});
