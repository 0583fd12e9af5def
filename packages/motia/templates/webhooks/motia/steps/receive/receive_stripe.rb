# #if ruby
# #if api
require 'motia'
require 'time'
require_relative '../../webhook_secrets'

api id: 'receive-stripe',
    description: 'Takes what Stripe sends, each once',
    method: 'POST',
    path: '/webhooks/stripe',
    schema: { body: { id: String, type: String } } do |request, ctx|
  Motia.verify_stripe(request, STRIPE_SECRET) # answers 401 unless Stripe has signed it

  delivery = {
    id: "stripe-#{request.body[:id]}",
    sender: 'stripe',
    kind: request.body[:type],
    receivedAt: Time.now.utc.iso8601(3),
    body: request.body
  }
  # Senders repeat what they got no answer to. Of two at a time one is committed; the other runs again, and sees it.
  next { id: delivery[:id], seen: true } if ctx.state.get('deliveries', delivery[:id])

  ctx.state.set('deliveries', delivery[:id], { **delivery, status: 'received' })
  # #if jobs
  Motia.trigger('settle-invoice', delivery) if delivery[:kind] == 'invoice.paid'
  # #endif
  Motia.response(202, { id: delivery[:id] })
end
