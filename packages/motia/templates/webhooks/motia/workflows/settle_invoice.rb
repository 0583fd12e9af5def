# #if ruby
# #if jobs
require 'motia'
require_relative '../events/delivery'

event id: 'settle-invoice',
      description: 'Books what was paid, then sends the receipt',
      schema: DELIVERY do |payload:|
  booked = Motia.trigger('book-payment', payload)
  Motia.trigger('send-receipt', payload, after: booked)
end
