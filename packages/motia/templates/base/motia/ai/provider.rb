# #if ruby
# #if ai
# Whoever answers: a language model, or for now a stand-in.
require 'json'
require 'net/http'

class FakeProvider
  def name
    'fake'
  end

  def ask(system:, question:)
    %(FAKE answer to "#{question}". No model was asked: name one in motia/ai/provider.rb.)
  end
end

# Any server that speaks OpenAI's chat completions; for Ollama, say, http://localhost:11434/v1.
class OpenAIProvider
  attr_reader :name

  def initialize(model, base_url = 'https://api.openai.com/v1')
    @name = model
    @url = URI("#{base_url}/chat/completions")
  end

  def ask(system:, question:)
    messages = [{ role: 'system', content: system }, { role: 'user', content: question }]
    answer = Net::HTTP.post(@url, JSON.generate(model: name, messages: messages),
                            'authorization' => "Bearer #{ENV['OPENAI_API_KEY']}",
                            'content-type' => 'application/json')
    raise "#{@url} answered #{answer.code}: #{answer.body}" unless answer.is_a?(Net::HTTPSuccess)

    JSON.parse(answer.body)['choices'].map { |choice| choice['message']['content'] }.join("\n")
  end
end

# THE ONE LINE TO CHANGE. The fake needs no key, and labels every answer FAKE. For a real model, put OPENAI_API_KEY
# into .env and write OpenAIProvider.new('gpt-4o-mini') here, or the name of any other.
PROVIDER = FakeProvider.new
