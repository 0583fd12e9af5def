# #if ruby
# #if api|jobs
require 'motia'

happy = %w[beautiful good great happy love lovely nice thanks wonderful]
sad = %w[bad broken cold lost lonely rain sad sorry tired]

event id: 'read-mood',
      description: 'Guesses the mood of a note, and asks for a reply',
      schema: { author: String, text: String } do |author:, text:|
  words = text.downcase.scan(/\w+/).uniq
  score = (words & happy).size - (words & sad).size
  mood = { 1 => 'happy', 0 => 'calm', -1 => 'sad' }[score <=> 0]

  Motia.trigger('write-reply', { author: author, text: text, mood: mood })
  { mood: mood }
end
