# frozen_string_literal: true

require 'minitest/autorun'
require_relative 'fake_host'

class HardshipTest < Minitest::Test
  STEPS = <<~'RUBY'
    require 'motia'
    event(id: 'echo') { |payload| payload }
    event(id: 'size') { |payload| payload[:text].size }
    event(id: 'large') { |size| 'ä' * size }
    event(id: 'wait') { |ctx:| ctx.signal.wait(20); sleep 0.05; puts 'told'; 1 }
    event(id: 'block') { sleep }
  RUBY

  def setup
    @host = FakeHost.shared({ 'motia/steps/a.rb' => STEPS })
  end

  def test_large_payloads_both_ways
    assert_equal 10_000_000, @host.result('size', { text: 'ü' * 10_000_000 })
    assert_equal 5_000_000, @host.result('large', 5_000_000).size
  end

  def test_frames_in_pieces_and_many_in_one_write
    facts = { t: 'run', runId: 'r', traceId: 't', stepId: 'echo', attempt: 1, input: '1', deadline: 9_999_999_999_999 }
    frames = (9_001..9_020).map { |n| JSON.generate([{ **facts, n: n }]).then { |body| [body.bytesize].pack('N') + body } }.join
    frames.each_char.each_slice(97) { |bytes| @host.send_bytes(bytes.join) }
    (9_001..9_020).each { |n| assert_equal '1', @host.outcome(n)['result'] }
  end

  def test_deep_payloads
    deep = "#{'[' * 400}#{']' * 400}"
    assert_equal deep, @host.outcome(@host.run('echo', json: deep))['result']
    outcome = @host.outcome(@host.run('echo', json: "#{'[' * 100_000}#{']' * 100_000}"))
    assert_equal ['validation', 'is nested in more than 500 levels'], [outcome['reason'], outcome['failure']['issues'][0]['message']]
  end

  def test_two_hundred_at_once
    numbers = Array.new(200) { |i| [i, @host.run('echo', { i: i })] }
    numbers.each { |i, n| assert_equal %({"i":#{i}}), @host.outcome(n)['result'] }
  end

  def test_garbage_ends_the_worker_with_a_word
    @host.send_bytes([5].pack('N') << 'no {}')
    assert_equal 1, @host.exit_status.exitstatus
    assert_match(/\Amotia worker \(ruby\): the host sent a frame that holds no JSON/, @host.printed(:err))
  end

  def test_a_frame_that_is_too_long_ends_the_worker
    @host.send_bytes([2**31].pack('N'))
    assert_equal 1, @host.exit_status.exitstatus
    assert_match(/a frame of 2147483648 bytes/, @host.printed(:err))
  end

  def test_another_version_ends_the_worker
    @host.send({ t: 'hello', v: 2, root: @host.root, mode: 'development', files: [] })
    assert_equal 1, @host.exit_status.exitstatus
  end

  def test_unknown_messages_and_replies_to_nobody_are_ignored
    @host.send({ t: 'dance' }, { t: 'reply', q: 99, value: 1 }, { t: 'cancel', n: 99 }, { t: 'pull', n: 99, chunks: 1 })
    assert_equal 1, @host.result('echo', 1)
  end

  def test_when_the_channel_ends_the_worker_ends_at_once
    @host.run('block')
    sleep 0.1
    started = Time.now
    @host.hang_up
    assert_equal 0, @host.exit_status.exitstatus
    assert_operator Time.now - started, :<, 1
  end

  def test_an_interrupt_of_the_terminal_is_ignored
    Process.kill('INT', @host.pid)
    assert_equal 1, @host.result('echo', 1)
  end

  def test_stop_waits_for_what_is_under_way
    n = @host.run('wait', {}, timeout_ms: 300)
    sleep 0.1
    @host.send({ t: 'stop', graceMs: 5000 })
    assert_equal 'timeout', @host.outcome(n)['reason']
    assert_equal 0, @host.exit_status.exitstatus
  end

  def test_stop_ends_after_its_grace
    n = @host.run('block')
    sleep 0.1
    started = Time.now
    @host.send({ t: 'stop', graceMs: 100 })
    assert_equal 0, @host.exit_status.exitstatus
    assert_operator Time.now - started, :<, 2
    # What was cut off by the end has no outcome: the host runs it again elsewhere.
    assert_raises(RuntimeError) { @host.outcome(n) }
  end

  def test_without_a_channel_it_says_so
    _, err, status = run_alone(FakeHost::ENTRY)
    assert_equal ['motia worker (ruby): there is no channel on descriptor 3; `motia dev` starts this process', 1], [err.strip, status.exitstatus]
  end

  def test_an_old_ruby_is_told_in_one_line
    code = "Object.send(:remove_const, :RUBY_VERSION); RUBY_VERSION = '2.7.8'; load ARGV[0]"
    _, err, status = run_alone('-e', code, FakeHost::ENTRY)
    assert_match(/\AMotia needs Ruby 3.0 or newer; this is 2.7.8 \(\S+\)\n\z/, err)
    assert_equal 78, status.exitstatus
  end

  private

  def run_alone(*arguments)
    require 'open3'
    Open3.capture3(RbConfig.ruby, *arguments)
  end
end
