# #if ruby
# #if jobs
require 'motia'
require_relative '../../events/delivery'

event id: 'note-activity',
      description: 'Notes what happened in a repository',
      schema: DELIVERY do |id:, kind:, body:, ctx:|
  repository = body.dig(:repository, :full_name) || 'unknown'
  by = body.dig(:sender, :login) || 'unknown'
  ctx.state.append('activity', repository, { kind: kind, by: by })
  ctx.state.patch('deliveries', id, status: 'done')
  puts "📬 #{kind} in #{repository}"
end
