# #if ruby
# #if jobs
require 'digest'
require 'motia'
require_relative '../../events/document'

piece_bytes = 64 * 1024

event id: 'count-words',
      description: 'Reads a document in pieces, and tells how far it is',
      schema: UPLOADED_DOCUMENT,
      concurrency: 2, # however many come at once
      retry: { attempts: 3 } do |id:, file:, ctx:|
  digest = Digest::SHA256.new
  words = read = told = 0
  is_within = false # a word may go on in the next piece

  File.open(file[:path], 'rb') do |document|
    while (piece = document.read(piece_bytes)) && !ctx.signal.aborted?
      digest << piece
      words += piece.split.size - (is_within && piece.match?(/\A\S/n) ? 1 : 0)
      is_within = piece.match?(/\S\z/n)
      read += piece.bytesize

      percent = 100 * read / file[:size]
      next unless percent >= told + 10 && percent < 100

      told = percent
      # What this step writes itself shows only when it has ended; what goes `now` shows at once.
      Motia.trigger('note-progress', { id: id, percent: percent }, now: true)
    end
  end

  found = { words: words, sha256: digest.hexdigest }
  ctx.state.patch('documents', id, { status: 'done', percent: 100, **found })
  found
end
