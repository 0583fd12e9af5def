# frozen_string_literal: true

require 'json'
require 'socket'
require 'tmpdir'
require 'fileutils'
require 'rbconfig'

# The host's side of the protocol for tests: a real worker process on a socket pair, in a project of its own.
class FakeHost
  LIBRARY = File.expand_path('../lib', __dir__)
  ENTRY = File.expand_path('../exe/worker.rb', __dir__)
  PATIENCE = 15

  attr_reader :root, :pid, :described, :inbox

  # @param files of the project: path to text
  def self.open(files, **options)
    host = new(files, **options)
    yield host
  ensure
    host&.close
  end

  # A worker that tests of one project share as long as it lives: starting one takes a third of a second.
  def self.shared(files, **options)
    @shared ||= {}
    Minitest.after_run { @shared.each_value(&:close) } if @shared.empty?
    host = @shared[files]
    host = @shared[files] = new(files, **options) if host.nil? || host.ended?
    host.tap(&:forget)
  end

  def ended?
    @lock.synchronize { @ended } || !@status.nil?
  end

  # What came before, but for the beginning.
  def forget
    @lock.synchronize { @inbox.reject! { |m| !%w[ready described].include?(m['t']) } }
  end

  def initialize(files, setup: nil, load: true, env: {}, ruby: [])
    @root = File.realpath(Dir.mktmpdir('motia'))
    files.each { |path, text| write(path, text) }
    @steps = files.keys.select { |path| path.start_with?('motia/steps/') }
    @setup = setup
    @inbox = []
    @number = 0
    @lock = Mutex.new
    @arrived = ConditionVariable.new
    start(env, ruby)
    load_project if load
  end

  def write(path, text)
    full = File.join(root, path)
    FileUtils.mkdir_p(File.dirname(full))
    File.binwrite(full, text)
    full
  end

  def start(env, ruby)
    @socket, theirs = UNIXSocket.pair
    @out = IO.pipe
    @err = IO.pipe
    @printed = { out: +'', err: +'' }
    command = [RbConfig.ruby, '-EUTF-8:UTF-8', *ruby, ENTRY]
    env = { 'RUBYLIB' => LIBRARY, 'RUBYOPT' => '' }.merge(env)
    @pid = spawn(env, *command, chdir: root, 3 => theirs, in: File::NULL, out: @out[1], err: @err[1], pgroup: true)
    [theirs, @out[1], @err[1]].each(&:close)
    @readers = [Thread.new { read_all }, drain(:out, @out[0]), drain(:err, @err[0])]
  end

  def load_project
    files = @steps.map { |path| { source: path, output: File.join(root, path) } }
    hello = { t: 'hello', v: 1, root: root, mode: 'development', files: files }
    hello[:setup] = File.join(root, @setup) if @setup
    send(hello)
    @described = wait { |m| m['t'] == 'described' }
  end

  # A run of a step; returns its number.
  def run(step_id, input = nil, timeout_ms: 10_000, json: JSON.generate(input), **more)
    number = (@number += 1)
    deadline = (Time.now.to_f * 1000).to_i + timeout_ms
    facts = { runId: format('%032x', number), traceId: 'f' * 32, stepId: step_id, attempt: 1 }
    send({ t: 'run', n: number, input: json, deadline: deadline, **facts, **more })
    number
  end

  # The outcome of a run.
  def outcome(number)
    wait { |m| m['t'] == 'done' && m['n'] == number }['outcome']
  end

  def result(step_id, input = nil, **more)
    ended = outcome(run(step_id, input, **more))
    raise "failed: #{ended}" unless ended['status'] == 'succeeded'

    JSON.parse(ended['result'])
  end

  # Answers a request; returns the response.
  def request(step_id, **parts)
    whole = { method: 'GET', path: '/', url: '/', params: {}, query: {}, headers: {}, raw: '', isJson: false, **parts }
    run(step_id, { __request: whole })
  end

  def routes(routes, strict: false)
    send({ t: 'routes', routes: routes, strict: strict })
  end

  # Replies to the next question with the block's value, or with a failure.
  def answer(verb)
    asked = wait(take: true) { |m| m['t'] == 'ask' && m['ask']['verb'] == verb }
    send({ t: 'reply', q: asked['q'], value: yield(asked['ask'], asked) })
    asked
  end

  def logs(number = nil)
    @lock.synchronize { @inbox.select { |m| m['t'] == 'log' && (number.nil? || m['n'] == number) } }
  end

  def send(*messages)
    body = JSON.generate(messages)
    @socket.write([body.bytesize].pack('N'), body)
  end

  def send_bytes(bytes)
    @socket.write(bytes)
  end

  # The first message that fits, from the beginning on.
  def wait(take: false, patience: PATIENCE)
    ends_at = now + patience
    @lock.synchronize do
      loop do
        found = @inbox.index { |message| yield message }
        return take ? @inbox.delete_at(found) : @inbox[found] if found
        raise "nothing came: #{@inbox.last(5)} #{@printed}" if @ended || now > ends_at

        @arrived.wait(@lock, 0.2)
      end
    end
  end

  def printed(stream)
    @printed[stream]
  end

  def wait_printed(stream, text)
    ends_at = now + PATIENCE
    sleep 0.01 until @printed[stream].include?(text) || now > ends_at
    @printed[stream].include?(text)
  end

  # How the process ended.
  def exit_status(patience: PATIENCE)
    ends_at = now + patience
    until @status
      _, @status = Process.wait2(pid, Process::WNOHANG)
      raise 'the worker did not end' if now > ends_at

      sleep 0.01 unless @status
    end
    @readers.last(2).each { |thread| thread.join(1) }
    @status
  end

  def hang_up
    @socket.close
  end

  def close
    @socket.close unless @socket.closed?
    Process.kill('KILL', -pid) unless @status
    Process.wait(pid) unless @status
  rescue SystemCallError
    nil
  ensure
    FileUtils.rm_rf(root)
  end

  private

  def read_all
    loop do
      length = @socket.read(4)&.unpack1('N') or break
      messages = JSON.parse(@socket.read(length).force_encoding('UTF-8'), max_nesting: 0)
      @lock.synchronize do
        @inbox.concat(messages)
        @arrived.broadcast
      end
    end
  rescue IOError, SystemCallError
    nil
  ensure
    @lock.synchronize do
      @ended = true
      @arrived.broadcast
    end
  end

  def drain(name, io)
    Thread.new do
      while (text = io.readpartial(4096))
        @printed[name] << text.force_encoding('UTF-8')
      end
    rescue IOError
      nil
    end
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end
