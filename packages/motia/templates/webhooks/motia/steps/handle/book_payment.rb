# #if ruby
# #if jobs
require 'motia'
require_relative '../../events/delivery'

event id: 'book-payment',
      description: 'Books a paid invoice, in up to eight attempts',
      schema: DELIVERY,
      retry: { attempts: 8 } do |id:, body:, ctx:|
  cents = body.dig(:data, :object, :amount_paid) || 0

  # Committed together, so it is booked once, however often this is tried.
  ctx.state.increment('accounts', 'paid-cents', cents)
  ctx.state.patch('deliveries', id, status: 'booked', cents: cents)
  { cents: cents }
end
