# frozen_string_literal: true

require 'minitest/autorun'
require_relative 'fake_host'

class TriggersTest < Minitest::Test
  STEPS = <<~'RUBY'
    require 'motia'
    $late = Queue.new
    def told
      yield
    rescue Motia::Error => e
      { code: e.code, message: e.message, hint: e.hint, class: e.class.name }
    end
    event id: 'stages' do |ctx:|
      one = Motia.trigger('pay', amount: 5)
      two = ctx.trigger(:ordered, { key: 'in the payload' }, delay: 100, key: 7, after: one)
      three = motia.trigger('nowhere', [1])
      four = Motia.trigger('pay', nil, after: [one, three])
      { one: one, routed: [one, two, three].map(&:routed?), runs: two.runs.map(&:step_id), ids: [one.id, two.id, three.id, four.id] }
    end
    event(id: 'now') { |_| [Motia.trigger('pay', { a: 1 }, now: true), Motia.trigger('pay', {}, now: true)].map(&:id) }
    event(id: 'result') { |_| Motia.trigger('pay', { a: 1 }, now: true).result }
    event(id: 'topic result') { |_| Motia.trigger('ordered', { a: 1 }, now: true).result }
    event(id: 'too early') { |_| told { Motia.trigger('pay', a: 1).result } }
    event(id: 'unrouted result') { |_| told { Motia.trigger('nowhere', a: 1).result } }
    event(id: 'calls') { |payload| told { Motia.call('pay', payload) } }
    event(id: 'many calls') { |_| 3.times.map { |i| Thread.new { Motia.call('pay', { i: i }) } }.map(&:value) }
    event(id: 'wrong') do |payload|
      told do
        case payload
        when 0 then Motia.trigger(nil)
        when 1 then Motia.trigger('pay', {}, dealy: 5)
        when 2 then Motia.trigger('pay', {}, delay: -1)
        when 3 then Motia.trigger('pay', {}, after: 'x')
        when 4 then Motia.trigger('pay', f: -> {})
        when 5 then Motia.trigger('pya', {})
        end
      end
    end
    event(id: 'leaves work') { |ctx:| Thread.new { $late.pop; 2.times { ctx.trigger('pay', late: true) }; puts told { ctx.state.set('g', 'k', 1) }[:code] }; nil }
    event(id: 'go on') { $late << 1; nil }
    event(id: 'fails') { Motia.trigger('pay', a: 1); raise 'after all' }
    event(id: 'calls long') { |ctx:| told { ctx.call('pay') } }
  RUBY

  def setup
    @host = FakeHost.shared({ 'motia/steps/a.rb' => STEPS })
    @host.routes({ 'pay' => ['pay'], 'ordered' => %w[pay mail] })
  end

  def test_triggers_are_staged_with_their_runs
    outcome = @host.outcome(@host.run('stages'))
    one, two, three, four = outcome['effects']['triggers']
    result = JSON.parse(outcome['result'])
    assert_equal ['pay', '{"amount":5}', ['pay']], [one['target'], one['payload'], one['runIds'].keys]
    assert_equal ['{"key":"in the payload"}', 100, '7', [one['runIds']['pay']]], two.values_at('payload', 'delayMs', 'key', 'after')
    assert_equal %w[pay mail], result['runs']
    assert_equal [true, true, false], result['routed']
    assert_equal [{}, '[1]', nil], three.values_at('runIds', 'payload', 'after')
    assert_equal three['id'], four['afterUnrouted']
    assert_equal 'null', four['payload']
    assert_equal result['ids'], [one, two, three, four].map { |request| request['id'] }
    assert_equal result['ids'].sort, result['ids']
    assert_match(/\A\h{12}7\h{3}8\h{15}\z/, one['id'])
    assert_equal({ 'id' => one['id'], 'traceId' => 'f' * 32, 'routed' => true,
                   'runs' => [{ 'runId' => one['runIds']['pay'], 'stepId' => 'pay' }] }, result['one'])
  end

  def receipt(topic: false)
    { id: 'r', traceId: 't', routed: true, runs: [{ runId: '1', stepId: 'pay' }], topic: topic }
  end

  def test_now_goes_out_at_once_and_is_numbered_by_target
    n = @host.run('now')
    2.times do |i|
      asked = @host.answer('trigger') { receipt }
      assert_equal [n, i + 1], [asked['n'], asked['ask']['ordinal']]
      assert_equal({ 'runId' => format('%032x', n), 'traceId' => 'f' * 32, 'stepId' => 'now' }, asked['ask']['from'])
    end
    assert_empty @host.outcome(n)['effects']['triggers']
  end

  def test_results_are_a_value_or_a_list
    n = @host.run('result')
    @host.answer('trigger') { receipt }
    asked = @host.answer('results') { [{ runId: '1', ok: true, result: '{"a":1}' }] }
    assert_equal ['1'], asked['ask']['runIds']
    assert_equal '{"a":1}', @host.outcome(n)['result']
    n = @host.run('topic result')
    @host.answer('trigger') { receipt(topic: true) }
    @host.answer('results') { [{ runId: '1', ok: true, result: '5' }] }
    assert_equal '[5]', @host.outcome(n)['result']
  end

  def test_results_that_cannot_be
    assert_equal 'MOTIA_RESULT_BEFORE_COMMIT', @host.result('too early')['code']
    assert_equal 'MOTIA_UNROUTED', @host.result('unrouted result')['code']
  end

  def test_call_waits_for_the_result
    n = @host.run('calls', { a: 1 })
    asked = @host.answer('call') { { runId: '1', ok: true, result: '{"paid":true}' } }
    assert_equal ['pay', '{"a":1}', 1], [asked['ask']['request']['target'], asked['ask']['request']['payload'], asked['ask']['ordinal']]
    assert_equal '{"paid":true}', @host.outcome(n)['result']
  end

  def test_a_call_that_fails_names_the_run
    n = @host.run('calls')
    @host.answer('call') { { runId: '9', ok: false, stepId: 'pay', status: 'failed', reason: 'error' } }
    told = JSON.parse(@host.outcome(n)['result'])
    assert_equal ['Motia::CallFailedError', 'run 9 of pay failed: error'], told.values_at('class', 'message')
  end

  def test_a_refusal_of_the_host_keeps_its_words
    n = @host.run('calls')
    asked = @host.wait { |m| m['t'] == 'ask' }
    @host.send({ t: 'reply', q: asked['q'], failure: { name: 'MotiaError', message: 'no', code: 'MOTIA_CALL_DEADLOCK' }, hint: 'raise it' })
    assert_equal({ 'code' => 'MOTIA_CALL_DEADLOCK', 'message' => 'no', 'hint' => 'raise it', 'class' => 'Motia::Error' },
                 JSON.parse(@host.outcome(n)['result']))
  end

  def test_calls_from_threads_run_side_by_side
    n = @host.run('many calls')
    3.times { @host.answer('call') { |ask| { runId: '1', ok: true, result: ask['request']['payload'] } } }
    assert_equal '[{"i":0},{"i":1},{"i":2}]', @host.outcome(n)['result']
  end

  def test_wrong_use_is_named
    @host.routes({ 'pay' => ['pay'] })
    words = Array.new(5) { |i| @host.result('wrong', i)['message'] }
    assert_equal 'trigger takes the id of a step or a topic, not nil', words[0]
    assert_match(/has a payload and dealy: besides; its options are delay:, after:, key:, now:/, words[1])
    assert_match(/delay of trigger "pay" is -1/, words[2])
    assert_equal 'after takes receipts of triggers, not "x"', words[3]
    assert_equal 'the payload of pay holds a function at f, which JSON cannot carry', words[4]
  end

  def test_unknown_targets_are_errors_where_the_project_is_strict
    @host.routes({ 'pay' => ['pay'] }, strict: true)
    told = @host.result('wrong', 5)
    assert_equal ['MOTIA_UNROUTED', true], [told['code'], told['message'].end_with?(', did you mean "pay"?')]
  end

  def test_work_left_over_after_a_success_triggers_at_once_with_one_warning
    @host.result('leaves work')
    @host.result('go on')
    2.times { |i| assert_equal i + 1, @host.answer('trigger') { receipt }['ask']['ordinal'] }
    @host.wait { |m| m['t'] == 'log' && m['message'] == 'MOTIA_CONTEXT_CLOSED' }
    warnings = @host.logs.select { |line| line['level'] == 'warn' }
    assert_equal ['leaves work triggered "pay" after it had returned: accepted, but not with its commit'], (warnings.map { |line| line['message'] })
  end

  def test_a_failure_tells_what_was_staged_until_then
    assert_equal 1, @host.outcome(@host.run('fails'))['effects']['triggers'].size
  end

  def test_a_call_does_not_outlive_its_attempt
    n = @host.run('calls long', {}, timeout_ms: 150)
    assert_equal 'timeout', @host.outcome(n)['reason']
    assert_equal 'null', @host.outcome(@host.run('go on'))['result']
  end
end
