# #if ruby
# #if api|jobs
require 'motia'

# What the receiving steps store, and hand to the steps that handle it.
DELIVERY = {
  id: String,
  sender: Motia.one_of('stripe', 'github'),
  kind: String,
  receivedAt: Time,
  body: Hash
}.freeze
