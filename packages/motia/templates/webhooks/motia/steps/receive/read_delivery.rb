# #if ruby
# #if api
require 'motia'

api id: 'read-delivery',
    description: 'What became of a webhook',
    method: 'GET',
    path: '/deliveries/:id' do |params:, ctx:|
  ctx.state.get('deliveries', params[:id]) or raise Motia::HttpError.new(404, "There is no delivery #{params[:id]}")
end
