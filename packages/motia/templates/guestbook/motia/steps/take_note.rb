# #if ruby
# #if api
require 'motia'

api id: 'take-note',
    description: 'Takes a note of a guest',
    method: 'POST',
    path: '/notes',
    schema: { body: { author: String, text: String } } do |body:|
  # Committed once this block has returned. The work goes on in the background.
  Motia.trigger('read-mood', body)
  Motia.response(202, body)
end
