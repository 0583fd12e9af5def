# frozen_string_literal: true

require 'minitest/autorun'
require 'motia'
require 'motia/arguments'

class ArgumentsTest < Minitest::Test
  def event(payload, **options, &block)
    Motia::Arguments.of(Motia.event(id: 'x', **options, &block)).call(payload, :ctx)
  end

  def api(&block)
    request = Motia::Request.new(body: { a: 1 }, params: { id: 7 }, path: '/x')
    Motia::Arguments.of(Motia.api(id: 'x', &block)).call(request, :ctx)
  end

  def cron(&block)
    Motia::Arguments.of(Motia.cron(id: 'x', &block)).call(Motia::Tick.new(scheduled_at: 'at', schedule: 's'), :ctx)
  end

  def test_members_become_keywords_and_others_are_left_out
    assert_equal [1, :ctx], (event({ a: 1, b: 2, ctx: 3 }) { |a:, ctx:| [a, ctx] })
    assert_equal [1, { b: 2 }], (event({ a: 1, b: 2, __retry: 3 }) { |a:, **rest| [a, rest.reject { |k, _| k == :a }] })
    assert_equal [{ a: 1, __m: 2 }, nil], (event({ a: 1, __m: 2 }) { |payload:, b: nil| [payload, b] })
    assert_equal 9, (event({ payload: 9 }) { |payload:| payload })
    assert_equal :default, (event({ a: 1 }) { |b: :default| b })
  end

  def test_positional_parameters_are_the_payload_and_the_context
    assert_equal({ a: 1 }, event({ a: 1 }) { |payload| payload })
    assert_equal [[1, 2], :ctx], (event([1, 2]) { |payload, ctx| [payload, ctx] })
    assert_equal [{ a: 1 }, :ctx], (event({ a: 1 }) { |*all| all })
    assert_equal [{ a: 1 }, 1, :ctx], (event({ a: 1 }) { |payload, a:, ctx:| [payload, a, ctx] })
    assert_equal :nothing, (event({ a: 1 }) { :nothing })
    assert_equal({ a: 1 }, event({ a: 1 }) { _1 })
  end

  def test_a_missing_keyword_is_an_invalid_input
    error = assert_raises(Motia::ValidationError) { event({ a: 1 }) { |a:, b:, c:| [a, b, c] } }
    assert_equal %w[b c], error.issues.map { |issue| issue[:path] }
    assert_raises(Motia::ValidationError) { event([1]) { |a:| a } }
    assert_raises(Motia::ValidationError) { event(nil) { |a:| a } }
  end

  def test_optional_members_of_the_schema_come_as_nil_or_default
    schema = { a: String, b: Motia.optional(String), c: Motia.optional(String) }
    assert_equal ['x', nil, 'own'], (event({ a: 'x' }, schema: schema) { |a:, b:, c: 'own'| [a, b, c] })
  end

  def test_a_payload_that_is_no_object_goes_to_who_takes_it_whole
    assert_equal [[1], :ctx], (event([1]) { |payload:, ctx:| [payload, ctx] })
    assert_equal 5, (event(5) { |payload| payload })
  end

  def test_parts_of_the_request_in_any_selection
    assert_equal [{ a: 1 }, { id: 7 }, :ctx], (api { |body:, params:, ctx:| [body, params, ctx] })
    assert_equal ['/x', '/x'], (api { |request:, path:| [request.path, path] })
    assert_equal [{ a: 1 }, :ctx], (api { |request, ctx| [request.body, ctx] })
    assert_equal Motia::Request::PARTS, (api { |**all| all.keys })
    assert_equal 1, (api { |request| request => { body: { a: } }; a }) if RUBY_VERSION >= '3.1'
  end

  def test_the_tick_or_its_parts
    assert_equal ['s', :ctx], (cron { |tick, ctx| [tick.schedule, ctx] })
    assert_equal ['at', 's'], (cron { |scheduled_at:, schedule:| [scheduled_at, schedule] })
    assert_equal 1, (cron { 1 })
  end

  def test_what_can_never_be_filled_is_a_problem_of_the_step
    assert_match(/needs boody:/, Motia::Arguments.of(Motia.api(id: 'x') { |boody:| boody }).problems.first)
    assert_match(/takes 3 positional/, Motia::Arguments.of(Motia.event(id: 'x') { |a, b, c| [a, b, c] }).problems.first)
  end
end
