# #if ruby
# #if ai
require 'motia'
require_relative '../ai/provider'

api id: 'ask',
    description: 'Passes a question to a language model',
    method: 'POST',
    path: '/ask',
    timeout: 60_000,
    schema: { body: { question: String } } do |body:|
  answer = PROVIDER.ask(system: 'Answer in a sentence.', question: body[:question])
  { provider: PROVIDER.name, answer: answer }
end
