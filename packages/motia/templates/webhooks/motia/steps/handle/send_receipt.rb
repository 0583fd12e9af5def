# #if ruby
# #if jobs
require 'motia'
require_relative '../../events/delivery'

event id: 'send-receipt',
      description: 'Sends the receipt of a paid invoice',
      schema: DELIVERY do |id:, body:, ctx:|
  # Whoever sends mail for you gets the key along, and so sends one, however often this is tried.
  to = body.dig(:data, :object, :customer_email) || 'the customer'
  puts "🧾 receipt for #{to} (#{ctx.idempotency_key})"
  ctx.state.patch('deliveries', id, status: 'done')
end
