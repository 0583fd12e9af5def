# frozen_string_literal: true

require 'minitest/autorun'
require_relative 'fake_host'

class RunningTest < Minitest::Test
  STEPS = <<~'RUBY'
    require 'motia'
    require 'set'
    event(id: 'echo') { |payload| payload }
    event id: 'typed', schema: { userId: String, score: Float, note: Motia.optional(String) } do |userId:, score:, note:, ctx:|
      { userId: userId, score: score, note: note, run: ctx.run_id, attempt: ctx.attempt, key: ctx.idempotency_key }
    end
    event(id: 'traceparent') { |payload, ctx:| ctx.traceparent }
    event(id: 'sleep') { |payload| sleep(payload[:s]); payload }
    event(id: 'spin') { |payload| ends = Time.now + payload[:s]; nil while Time.now < ends }
    event(id: 'raise') { |payload| raise ArgumentError, payload[:message] }
    event id: 'cause' do
      Integer('x')
    rescue ArgumentError
      raise IOError, 'outer'
    end
    event(id: 'give up') { raise Motia::NonRetryableError, 'no' }
    event(id: 'http') { |payload| raise Motia::HttpError.new(payload[:status], { why: 1 }, 'x-a' => 'b') }
    event(id: 'errno') { File.read('/nonesuch') }
    event(id: 'exit') { exit 3 }
    event(id: 'exit!') { exit! 9 }
    event(id: 'abort') { abort }
    event(id: 'abort with words') { abort 'no stock' }
    event(id: 'thread exit') { Thread.exit }
    event(id: 'stack') { f = ->(x) { f.call(x) + 1 }; f.call(1) }
    event(id: 'memory') { raise NoMemoryError }
    event(id: 'throw') { throw :up }
    event(id: 'nameless') { raise Class.new(IOError) { def message; raise 'no'; end } }
    event(id: 'bytes') { raise "\xff bytes".b }
    event(id: 'nan') { { a: Float::NAN } }
    event id: 'wait' do |ctx:|
      ctx.signal.on_abort { |reason| puts "aborted: #{reason.message}" }
      woken = ctx.signal.wait(10)
      begin
        ctx.state.set('g', 'k', 1)
      rescue Motia::Error => e
        puts [woken, ctx.signal.aborted?, e.code].inspect
      end
    end
    event(id: 'fork') { |_| pid = fork; pid ? Process.wait2(pid)[1].exitstatus : 'child' }
  RUBY

  def setup
    @host = FakeHost.shared({ 'motia/steps/a.rb' => STEPS })
  end

  def outcome(step, input = {}, **more)
    @host.outcome(@host.run(step, input, **more))
  end

  def failure(step, input = {}, **more)
    outcome(step, input, **more)['failure']
  end

  def test_the_context_tells_others_of_the_attempt
    number = @host.run('traceparent', runId: '019abcde0123700085e2d6b1c3f4a7b9', attempt: 300)
    assert_equal "00-#{'f' * 32}-e2d6b1c3f4a7b92c-01", JSON.parse(@host.outcome(number)['result'])
  end

  def test_says_what_it_is
    assert_equal({ 't' => 'ready', 'v' => 1, 'language' => 'ruby', 'pid' => @host.pid }, @host.inbox.first)
  end

  def test_payloads_come_and_go_as_json
    [nil, 1, 'text', [1, nil], { 'a' => { 'b' => [true] } }, '홍길동 🎉', { 'é' => "\u0000" }].each do |payload|
      assert_equal payload.nil? ? 'null' : JSON.generate(payload), outcome('echo', payload)['result']
    end
  end

  def test_keywords_context_and_optional_members
    n = @host.run('typed', { userId: 'u1', score: 1, more: true, __retry: 2 })
    assert_equal({ 'userId' => 'u1', 'score' => 1, 'note' => nil, 'run' => format('%032x', n), 'attempt' => 1, 'key' => format('%032x', n) },
                 JSON.parse(@host.outcome(n)['result']))
  end

  def test_invalid_input_does_not_reach_the_handler
    told = outcome('typed', { score: true })
    assert_equal %w[failed validation], told.values_at('status', 'reason')
    assert_equal [{ 'path' => 'userId', 'message' => 'is missing' }, { 'path' => 'score', 'message' => 'expected a number, got true' }],
                 told['failure']['issues']
    assert_equal ['MOTIA_VALIDATION', nil, nil], [told['failure']['code'], told['failure']['stack'], told['effects']]
  end

  def test_begun_leaves_before_the_handler_is_called
    n = @host.run('exit!')
    assert_equal 9, @host.exit_status.exitstatus
    assert(@host.inbox.any? { |message| message['t'] == 'begun' && message['n'] == [n] })
    refute(@host.inbox.any? { |message| message['t'] == 'done' })
  end

  def test_a_failure_has_the_projects_frames_alone
    told = outcome('raise', { message: 'bad' })
    assert_equal %w[failed error], told.values_at('status', 'reason')
    assert_equal %w[ArgumentError bad], told['failure'].values_at('name', 'message')
    first, *frames = told['failure']['stack'].lines.map(&:chomp)
    assert_equal 'ArgumentError: bad', first
    assert_equal 1, frames.size
    assert_match(%r{\A    motia/steps/a.rb:10:in }, frames.first)
    assert_equal [], told['effects']['triggers']
  end

  def test_a_failure_keeps_its_cause
    assert_match(/IOError: outer\n.*a\.rb:.*\nCaused by ArgumentError: invalid value.*\n.*a\.rb:/m, failure('cause')['stack'])
  end

  def test_reasons_codes_and_answers
    assert_equal 'non-retryable', outcome('give up')['reason']
    assert_equal 'NonRetryableError', failure('give up')['name']
    assert_equal 'non-retryable', outcome('http', { status: 404 })['reason']
    assert_equal 'error', outcome('http', { status: 503 })['reason']
    assert_equal({ 'status' => 404, 'body' => { 'why' => 1 }, 'headers' => { 'x-a' => 'b' } }, failure('http', { status: 404 })['http'])
    assert_equal ['HttpError', nil], failure('http', { status: 404 }).values_at('name', 'code')
    assert_equal %w[Errno::ENOENT ENOENT], failure('errno').values_at('name', 'code')
    assert_equal 'MOTIA_PAYLOAD', failure('nan')['code']
  end

  def test_whatever_ends_a_handler_ends_that_run_alone
    names = { 'exit' => 'SystemExit', 'abort' => 'SystemExit', 'thread exit' => 'ThreadError', 'stack' => 'SystemStackError',
              'memory' => 'NoMemoryError', 'throw' => 'UncaughtThrowError', 'nameless' => 'IOError', 'bytes' => 'RuntimeError' }
    names.each { |step, name| assert_equal name, failure(step)['name'], step }
    assert_equal 'still here', @host.result('echo', 'still here')
    assert_equal "\uFFFD bytes", failure('bytes')['message']
  end

  def test_an_exit_says_that_it_was_called
    assert_equal ['exit(3) was called', 'exit(1) was called'], [failure('exit')['message'], failure('abort')['message']]
    assert_match(/\ASystemExit: exit\(3\) was called\n    .*a\.rb:\d+/, failure('exit')['stack'])
    assert_equal 'no stock', failure('abort with words')['message']
  end

  def test_an_unknown_step_fails
    assert_equal 'MOTIA_PROTOCOL', failure('gone')['code']
  end

  def test_handlers_that_block_do_not_hold_up_others
    blocked = Array.new(60) { @host.run('wait') }
    assert_equal 'quick', @host.result('echo', 'quick')
    refute(@host.inbox.any? { |message| message['t'] == 'done' && blocked.include?(message['n']) })
    blocked.each { |n| @host.send({ t: 'cancel', n: n }) }
    blocked.each { |n| assert_equal 'failed', @host.outcome(n)['status'] }
  end

  def test_pings_are_answered_whatever_handlers_do
    n = @host.run('spin', { s: 2 })
    @host.wait { |message| message['t'] == 'begun' && message['n'].include?(n) }
    @host.send({ t: 'ping', p: 7 })
    pong = @host.wait { |message| message['t'] == 'pong' }
    refute(@host.inbox.any? { |message| message['t'] == 'done' })
    assert_equal 7, pong['p']
    assert_operator pong['rss'], :>, 1_000_000 if File.exist?('/proc/self/statm')
    @host.outcome(n)
  end

  def test_at_the_deadline_the_host_is_told_and_the_context_closes
    started = Time.now
    n = @host.run('wait', {}, timeout_ms: 800)
    told = @host.outcome(n)
    assert_operator Time.now - started, :>=, 0.79
    assert_equal %w[failed timeout MOTIA_TIMEOUT], [told['status'], told['reason'], told['failure']['code']]
    assert_match(/did not end within \d+ ms/, told['failure']['message'])
    @host.wait { |m| m['t'] == 'log' && m['message'] == '[true, true, "MOTIA_CONTEXT_CLOSED"]' && m['of']['stepId'] == 'wait' }
    @host.wait { |m| m['t'] == 'log' && m['message'].start_with?('aborted: the attempt did not end') }
    assert_equal(1, @host.inbox.count { |m| m['t'] == 'done' && m['n'] == n })
  end

  def test_a_handler_that_heeds_nothing_is_told_of_at_the_deadline
    started = Time.now
    assert_equal 'timeout', outcome('spin', { s: 3 }, timeout_ms: 200)['reason']
    assert_operator Time.now - started, :<, 2.5
  end

  def test_a_cancelled_attempt_aborts
    n = @host.run('wait')
    @host.wait { |m| m['t'] == 'begun' }
    @host.send({ t: 'cancel', n: n })
    assert_equal 'the run was cancelled', @host.outcome(n)['failure']['message']
  end

  def test_what_is_cancelled_in_the_same_read_never_begins
    facts = { runId: 'r', traceId: 't', stepId: 'echo', attempt: 1, input: '1', deadline: 9_999_999_999_999 }
    @host.send({ t: 'run', n: 9_001, **facts }, { t: 'run', n: 9_002, **facts }, { t: 'cancel', n: 9_001 })
    @host.outcome(9_002)
    assert_equal [[9_002]], (@host.inbox.select { |m| m['t'] == 'begun' }.map { |m| m['n'] })
  end

  def test_a_fork_has_no_say
    assert_equal 0, @host.result('fork')
    assert_equal 1, @host.result('echo', 1)
  end
end
