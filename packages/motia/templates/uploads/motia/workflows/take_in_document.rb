# #if ruby
# #if jobs
require 'motia'
require_relative '../events/document'

event id: 'take-in-document',
      description: 'Counts the words of a document, then announces it',
      schema: UPLOADED_DOCUMENT do |payload:|
  counted = Motia.trigger('count-words', payload)
  Motia.trigger('announce-document', payload, after: counted)
end
