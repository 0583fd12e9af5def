# #if ruby
# #if api|jobs
require 'minitest/autorun'
require 'motia/testing'
# #if jobs
require 'tempfile'
require_relative '../motia/steps/background/count_words'
# #endif
# #if api
require_relative '../motia/steps/documents/receive_document'
# #endif

class UploadsTest < Minitest::Test
  include Motia::Testing
  # #if api

  def test_takes_a_document
    file = { name: 'words.txt', type: 'text/plain', size: 13, path: '/tmp/words' }
    run = run_step('receive-document', { body: { document: file } })
    assert_equal 202, run.response.status
    assert_equal 'received', run.state['documents'][run.result[:id]][:status]
  end
  # #endif
  # #if jobs

  def test_counts_the_words_of_a_document
    Tempfile.create('words') do |document|
      document.write("one two\nthree")
      document.flush
      file = { name: 'words.txt', type: 'text/plain', size: 13, path: document.path }
      run = run_step('count-words', { id: 'd1', file: file })
      assert_equal [3, 'done'], [run.result[:words], run.state['documents']['d1'][:status]]
    end
  end
  # #endif
end
