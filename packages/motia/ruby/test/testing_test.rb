# frozen_string_literal: true

require 'minitest/autorun'
require 'motia'
require 'motia/testing'

# Handlers that run by themselves.
class TestingTest < Minitest::Test
  GREET = Motia.event(id: 'testing-greet', schema: { name: String }, retry: { attempts: 3 }) do |name:, ctx:|
    user = ctx.state.get('users', name)
    ctx.state.increment('greetings', name, 2)
    ctx.logger.info('greeted', name: name)
    Motia.trigger('testing-mail', { to: user[:mail] }, delay: 1_000, key: 'once')
    { said: "Hello #{name}", attempt: ctx.attempt }
  end

  ORDER = Motia.api(id: 'testing-order', method: :post, path: '/orders/:id',
                    schema: { body: { n: Integer }, query: { page: Integer } }) do |body:, params:, query:, headers:, locals:, ctx:|
    raise Motia::HttpError.new(409, 'too many') if body[:n] > 9

    ctx.trigger('testing-audit', body, now: true)
    Motia.response(201, { **body, **params, **query, **locals }, 'x-seen' => headers['x-a'])
  end

  include Motia::Testing

  def test_gives_back_what_the_handler_asked_for
    run = run_step(GREET, { name: 'Ada' }, state: { users: { Ada: { mail: 'a@b.c' } } }, attempt: 2)
    assert_equal({ said: 'Hello Ada', attempt: 2 }, run.result)
    sent = { target: 'testing-mail', payload: { to: 'a@b.c' }, from: 'testing-greet', delay: 1_000, key: 'once' }
    assert_equal [sent], run.triggers
    assert_equal({ 'users' => { 'Ada' => { mail: 'a@b.c' } }, 'greetings' => { 'Ada' => 2 } }, run.state)
    assert_equal [{ level: 'info', message: 'greeted', fields: { name: 'Ada' } }], run.logs
    assert_nil run.response
  end

  def test_answers_calls_as_the_test_says
    Motia.event(id: 'testing-calls') { |item:| Motia.call('testing-price', item: item) }
    prices = { 'testing-price' => ->(payload) { payload[:item].size } }
    assert_equal 4, run_step('testing-calls', { item: 'rice' }, calls: prices).result
    error = assert_raises(Motia::Error) { run_step('testing-calls', { item: 'rice' }) }
    assert_includes error.message, "calls: { 'testing-price' => … }"
  end

  def test_answers_a_request
    given = { body: { n: 1 }, params: { id: '7' }, query: { page: '2' }, headers: { 'X-A' => 'a' } }
    run = run_step(ORDER, { **given, locals: { user: 'u' } })
    assert_equal({ n: 1, id: '7', page: 2, user: 'u' }, run.result)
    assert_equal [201, { 'x-seen' => 'a' }], [run.response.status, run.response.headers]
    assert_equal [{ target: 'testing-audit', payload: { n: 1 }, from: 'testing-order' }], run.triggers
    refused = assert_raises(Motia::HttpError) { run_step(ORDER, { **given, body: { n: 10 } }) }
    assert_equal 409, refused.status
    assert_raises(Motia::ValidationError) { run_step(ORDER, { body: { n: 1 } }) }
    assert_includes assert_raises(Motia::Error) { run_step(ORDER, { n: 1 }) }.message, 'some of body, params'
  end

  def test_gives_answers_of_every_kind
    answered = lambda do |returned|
      run = run_step(Motia.api(id: 'testing-answers', method: :get, path: '/x') { returned })
      [run.response.status, run.result]
    end
    assert_equal [204, nil], answered.call(nil)
    assert_equal [200, 'text'], answered.call('text')
    assert_equal [200, "\x00".b], answered.call("\x00".b)
    assert_equal [200, '<p>'], answered.call(Motia.response(200, '<p>', 'content-type' => 'text/html'))
    assert_equal [200, %w[a b]], answered.call(Enumerator.new { |out| out << 'a' << 'b' })
  end

  def test_makes_a_tick_that_is_due_unless_it_is_given_one
    step = Motia.cron(id: 'testing-tick', schedule: '0 8 * * *') { |tick| [tick.schedule, tick.scheduled_at] }
    assert_equal '0 8 * * *', run_step(step).result.first
    assert_match(/\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\z/, run_step(step).result.last)
    assert_equal %w[x then], run_step(step, { scheduledAt: 'then', schedule: 'x' }).result
  end

  def test_raises_what_the_handler_raises_and_cuts_off_at_the_deadline
    error = RangeError.new('a')
    assert_same error, assert_raises(RangeError) { run_step(Motia.event(id: 'testing-raises') { raise error }) }
    late = Motia.event(id: 'testing-late', timeout: 30) { |payload, ctx| ctx.signal.wait(60) }
    assert_includes assert_raises(Motia::Error) { run_step(late) }.message, 'within 30 ms'
    assert_includes assert_raises(Motia::Error) { run_step(late, nil, timeout: 40) }.message, 'within 40 ms'
  end

  def test_leaves_nothing_behind_and_finds_the_handler_from_its_threads
    step = Motia.event(id: 'testing-threads') { Thread.new { Motia.trigger('from-a-thread') }.join && nil }
    assert_equal ['from-a-thread'], run_step(step).triggers.map { |one| one[:target] }
    assert_same ThreadGroup::Default, Thread.current.group
    assert_equal 'MOTIA_NO_HOST', assert_raises(Motia::Error) { Motia.trigger('x') }.code
    assert_nil Motia.logger.info('to nobody')
  end

  def test_refuses_what_is_no_step
    assert_includes assert_raises(Motia::Error) { run_step('nowhere') }.message, '"nowhere"'
    assert_includes assert_raises(Motia::Error) { run_step(Motia.noop(id: 'testing-noop')) }.message, 'nothing to run'
    assert_includes assert_raises(Motia::Error) { run_step(Motia.event { nil }) }.message, 'id is missing'
  end
end
