# #if ruby
# #if jobs
require 'motia'

event id: 'note-progress',
      description: 'Notes how far a document is, never backwards',
      schema: { id: String, percent: 0..100 } do |id:, percent:, ctx:|
  known = ctx.state.get('documents', id)
  next unless known && known[:percent] < percent

  ctx.state.patch('documents', id, status: 'reading', percent: percent)
end
