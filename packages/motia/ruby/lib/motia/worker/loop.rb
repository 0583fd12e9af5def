# frozen_string_literal: true

require_relative 'frames'
require_relative 'loader'
require_relative 'log_lines'
require_relative 'outbox'
require_relative 'pool'
require_relative 'printing'
require_relative 'runner'
require_relative 'targets'
require_relative 'timer'

module Motia
  module Worker
    # The worker's side of the protocol. One thread reads, and never waits for a handler; the pool runs handlers; the
    # main thread loads the project's files, as any program's would, and ends the process.
    class Loop
      # @param io the channel
      def initialize(io)
        @frames = Frames.new(io)
        @timer = Timer.new
        @outbox = Outbox.new(io, @timer)
        @targets = Targets.new
        @asks = Asks.new(@outbox)
        @lines = LogLines.new(@outbox)
        @printing = Printing.new(@timer) { |level, line, attempt| @lines.print(level, line, attempt) }
        @triggers = Triggers.new(@asks, @targets, ->(message) { @lines.log('warn', message, nil) })
        @runner = Runner.new(@outbox, @timer, Pool.new(@outbox), @asks, @triggers, @printing) { leave if @is_stopping }
        @steps = {}
        @errands = Thread::Queue.new
        @is_stopping = false
        @is_leaving = false
      end

      # Speaks until the host has had enough, then ends the process.
      def run
        Ambient.host = self
        @printing.install
        post(Protocol.ready)
        Thread.new { read_all }.name = 'motia-reader'
        loop { @errands.pop.call }
      end

      # As the project's code calls them, wherever that runs.
      def trigger(target, payload, options, rest)
        @triggers.trigger(Scope.current, target, payload, options, rest)
      end

      def call(target, payload, options, rest)
        @triggers.call(Scope.current, target, payload, options, rest)
      end

      def log(level, message, fields)
        @lines.log(level, message, fields)
      end

      private

      def read_all
        while (messages = @frames.read)
          arrived = {}
          messages.each { |message| receive(message, arrived) }
          start(arrived.values) unless arrived.empty?
          @outbox.flush
        end
        exit!(0) # the host is gone, and nothing that still runs can commit
      rescue Frames::Broken => e
        abandon("the host sent #{e.message}")
      rescue Exception => e
        abandon("this is a bug of its own: #{e.full_message(highlight: false)}")
      end

      def receive(message, arrived)
        case message['t']
        when 'run' then arrived[message['n']] = message
        when 'reply' then @asks.settle(message)
        when 'withdraw' then arrived.delete(message['n'])
        when 'cancel' then arrived.delete(message['n']) || @runner.cancel(message['n'])
        when 'pull' then @runner.pull(message['n'], message['chunks'])
        when 'routes' then @targets.replace(message['routes'], message['strict'])
        when 'ping' then @outbox.post(Protocol.pong(message['p'], Memory.rss))
        when 'hello' then @errands << -> { message['v'] == Protocol::VERSION ? load_project(message) : finish(1) }
        when 'stop' then stop(message['graceMs'])
        end
      end

      # The host hears that they have begun before any handler is called: a handler may block this process, or end it,
      # and then the host has to know who was in it.
      def start(runs)
        at = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
        @outbox.post(Protocol.begun(runs.map { |run| run['n'] }, at))
        @outbox.flush_all
        @runner.start(runs, @steps)
      end

      def load_project(hello)
        Backtrace.root = hello['root']
        Setup.file = hello['setup'].to_s
        loader = Loader.new(hello['root'], hello['files']).load_all
        @steps = loader.by_id
        require hello['setup'] if hello['setup']
        Setup.starts.each(&:call)
        post(Protocol.described(loader.described, loader.mistakes, loader.modules))
      rescue Exception => e
        @lines.log('error', 'the project could not be loaded', Failure.of(e))
        finish(1)
      end

      def stop(grace_ms)
        @is_stopping = true
        return leave if @runner.idle?

        @timer.after(grace_ms.to_i / 1000.0) { leave }
      end

      def leave
        return if @is_leaving

        @is_leaving = true
        @errands << lambda do
          call_stops
          finish(0)
        end
      end

      def call_stops
        Setup.stops.each(&:call)
      rescue Exception => e
        @lines.log('error', 'stop of motia/setup failed', Failure.of(e))
      end

      # As any program ends, so that what the project's libraries do then is done.
      def finish(code)
        @outbox.shut
        exit(code)
      end

      def post(message)
        @outbox.post(message)
        @outbox.flush
      end

      def abandon(words)
        IO.for_fd(2, 'w', autoclose: false).syswrite("motia worker (ruby): #{words}\n")
        exit!(1)
      end
    end
  end
end
