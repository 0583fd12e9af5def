# #if ruby
# #if api|jobs
require 'motia'

# A file as a request leaves it on disk: plain data, which goes to any step as it is.
STORED_FILE = { name: String, type: String, size: Integer, path: String }.freeze
# #if jobs
UPLOADED_DOCUMENT = { id: String, file: STORED_FILE }.freeze
# #endif
