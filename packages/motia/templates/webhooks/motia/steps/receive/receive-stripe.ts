// #if api
import { api, response } from '@motia/core';
import { verifyStripe } from '@motia/core/webhooks';
import { z } from 'zod';
import { Delivery } from '../../events/delivery.ts';
import { secretOf } from '../../secrets.ts';

export default api({
  id: 'receive-stripe',
  description: 'Takes what Stripe sends, each once',
  method: 'POST',
  path: '/webhooks/stripe',
  schema: {
    body: z.looseObject({ id: z.string(), type: z.string() })
  }
}, async (request, { state }) => {
  await verifyStripe(request, secretOf('STRIPE_WEBHOOK_SECRET')); // answers 401 unless it is from Stripe

  const { body } = request;
  const delivery = Delivery.parse({ id: `stripe-${body.id}`, sender: 'stripe', kind: body.type, payload: body });

  // Senders repeat what they get no answer to. Of two at the same time, one is committed; the other runs again, and sees it.
  if (await state.get('deliveries', delivery.id)) return response(200, { id: delivery.id, seen: true });
  await state.set('deliveries', delivery.id, { ...delivery, status: 'received' });
  // #if jobs
  await motia.trigger('book-stripe-event', delivery);
  // #endif
  return response(202, { id: delivery.id });
});
