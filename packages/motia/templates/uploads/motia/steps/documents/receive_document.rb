# #if ruby
# #if api
require 'motia'
require_relative '../../events/document'

api id: 'receive-document',
    description: 'Takes a file; its words are counted in the background',
    method: 'POST',
    path: '/documents',
    upload: { max_file_size: 50 * 1024 * 1024, max_files: 1 },
    schema: { body: { document: STORED_FILE } } do |body:, ctx:|
  id = ctx.run_id
  file = body[:document]
  ctx.state.set('documents', id, { id: id, **file.slice(:name, :size), status: 'received', percent: 0 })
  # #if jobs
  # The file stays on disk for a day (`retention.uploads`), so that steps in any language may read it.
  Motia.trigger('take-in-document', { id: id, file: file })
  # #endif
  Motia.response(202, { id: id, status: "/documents/#{id}" })
end
