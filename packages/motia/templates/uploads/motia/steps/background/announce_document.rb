# #if ruby
# #if jobs
require 'motia'
require_relative '../../events/document'

event id: 'announce-document',
      description: 'Says that a document has been read',
      schema: UPLOADED_DOCUMENT do |file:|
  puts "📄 #{file[:name]} has been read"
end
