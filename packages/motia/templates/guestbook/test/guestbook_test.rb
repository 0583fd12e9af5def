# #if ruby
# #if api|jobs
require 'minitest/autorun'
require 'motia/testing'
require_relative '../motia/steps/read_mood'
# #if api
require_relative '../motia/steps/take_note'
# #endif

class GuestbookTest < Minitest::Test
  include Motia::Testing

  NOTE = { author: 'Ada', text: 'What a lovely day!' }.freeze
  # #if api

  def test_takes_a_note_and_has_its_mood_read
    run = run_step('take-note', { body: NOTE })
    assert_equal 202, run.response.status
    assert_equal [{ target: 'read-mood', payload: NOTE, from: 'take-note' }], run.triggers
  end
  # #endif

  def test_reads_the_mood_of_a_note
    run = run_step('read-mood', NOTE)
    assert_equal({ mood: 'happy' }, run.result)
    assert_equal({ **NOTE, mood: 'happy' }, run.triggers.first[:payload])
  end
end
