# #if ruby
# #if api
require 'motia'

api id: 'list-replies',
    description: 'The replies so far',
    method: 'GET',
    path: '/replies' do |ctx:|
  { replies: ctx.state.get_group('replies') }
end
