# #if ruby
# #if api
require 'motia'

api id: 'read-document',
    description: 'How far a document is, and what was found in it',
    method: 'GET',
    path: '/documents/:id' do |params:, ctx:|
  ctx.state.get('documents', params[:id]) or raise Motia::HttpError.new(404, "There is no document #{params[:id]}")
end
