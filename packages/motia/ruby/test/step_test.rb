# frozen_string_literal: true

require 'minitest/autorun'
require 'motia'

class StepTest < Minitest::Test
  def test_a_step_is_made_and_its_handler_stays_a_plain_function
    step = Motia.event(id: 'greet') { |name:, ctx: nil| "hello #{name} #{ctx}" }
    assert_equal 'hello Ada fake', step.call(name: 'Ada', ctx: 'fake')
    assert_equal [:event, 'greet', File.expand_path(__FILE__)], [step.kind, step.id, step.file]
    assert_equal __LINE__ - 3, step.line
    assert_empty step.problems
  end

  def test_return_and_next_leave_the_handler_and_self_is_kept
    step = Motia.event(id: 'x') do |payload|
      next 'next' if payload == 1
      return self if payload == 2

      [1].each { return 'deep' }
    end
    assert_equal 'next', step.call(1)
    assert_same self, step.call(2)
    assert_equal 'deep', step.call(3)
  end

  def test_handlers_may_be_methods_and_lambdas
    assert_equal 6, Motia.event(id: 'x', &->(value) { return value * 2 }).call(3)
    assert_equal '3', Motia.event(id: 'x', &method(:String)).call(3)
  end

  def test_the_functions_are_the_main_objects_alone
    main = TOPLEVEL_BINDING.receiver
    assert_equal 'top', main.send(:event, id: 'top') { nil }.id
    refute_respond_to Object.new, :event
    assert_raises(NoMethodError) { Object.new.send(:event, id: 'x') }
  end

  def test_what_is_wrong_is_collected
    assert_equal ['event needs a block', 'id is missing'], Motia.event.problems
    assert_equal ['id must be a text that is not empty'], Motia.noop(id: '').problems
    assert_match(/schema: a is 5, which is no schema/, Motia.event(id: 'x', schema: { a: 5 }) { nil }.problems.first)
    assert_match(/schema.bdy/, Motia.api(id: 'x', schema: { bdy: String }) { nil }.problems.first)
  end

  def test_outside_of_motia_triggers_refuse_and_logs_go_nowhere
    error = assert_raises(Motia::Error) { Motia.trigger('x', a: 1) }
    assert_equal 'MOTIA_NO_HOST', error.code
    assert_nil Motia.logger.info('x', a: 1)
  end

  def test_errors_say_what_they_stand_for
    error = Motia::HttpError.new(404, 'gone', 'x-a' => 'b')
    assert_equal [404, { error: 'gone' }, { 'x-a' => 'b' }, 'gone'], [error.status, error.body, error.headers, error.message]
    assert_equal 'HTTP 418', Motia::HttpError.new(418).message
    failed = Motia::CallFailedError.new('r1', 'pay', 'failed', 'error')
    assert_equal ['run r1 of pay failed: error', 'r1', 'MOTIA_CALL_FAILED'], [failed.message, failed.run_id, failed.code]
  end
end
