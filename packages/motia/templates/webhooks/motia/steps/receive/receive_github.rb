# #if ruby
# #if api
require 'motia'
require 'time'
require_relative '../../webhook_secrets'

api id: 'receive-github',
    description: 'Takes what GitHub sends, each once',
    method: 'POST',
    path: '/webhooks/github',
    body_limit: 25_000_000, # GitHub sends no more than 25 MB
    schema: { headers: { 'x-github-delivery': String, 'x-github-event': String }, body: Hash } do |request, ctx|
  Motia.verify_github(request, GITHUB_SECRET) # answers 401 unless GitHub has signed it

  delivery = {
    id: "github-#{request.headers['x-github-delivery']}",
    sender: 'github',
    kind: request.headers['x-github-event'],
    receivedAt: Time.now.utc.iso8601(3),
    body: request.body
  }
  next { id: delivery[:id], seen: true } if ctx.state.get('deliveries', delivery[:id])

  ctx.state.set('deliveries', delivery[:id], { **delivery, status: 'received' })
  # #if jobs
  Motia.trigger('note-activity', delivery)
  # #endif
  Motia.response(202, { id: delivery[:id] })
end
