# frozen_string_literal: true

require_relative 'asks'
require_relative 'attempt'
require_relative 'context'
require_relative 'deadlines'
require_relative 'job'
require_relative 'scope'
require_relative 'triggers'

module Motia
  module Worker
    # What the jobs of a process share, and which attempts are under way. The loop hands it runs and cancels.
    class Runner
      # Why an attempt was cut off that nobody wants any more.
      class Cancelled < StandardError
      end

      attr_reader :outbox

      # @param printing tells unfinished lines when an attempt ends
      # @param ended is called when no attempt is left
      def initialize(outbox, timer, pool, asks, triggers, printing, &ended)
        @outbox = outbox
        @pool = pool
        @asks = asks
        @triggers = triggers
        @printing = printing
        @ended = ended
        @attempts = {}
        @deadlines = Deadlines.new(timer) { |attempt| time_out(attempt) }
        @later = ->(attempt, block) { @pool.submit([Errand.new(attempt, block)]) }
      end

      # @param runs messages that the host has been told of as begun
      # @param steps what was loaded, by id
      def start(runs, steps)
        jobs = runs.map do |message|
          attempt = Attempt.new(message, @later)
          @attempts[attempt.number] = attempt
          Job.new(attempt, steps[attempt.step_id], message['input'], self)
        end
        @pool.submit(jobs)
      end

      def cancel(number)
        attempt = @attempts[number]
        cut_off(attempt, Cancelled.new('the run was cancelled')) if attempt
      end

      # The client of a streamed answer can take so many more pieces.
      def pull(number, chunks)
        @attempts[number]&.stream&.grant(chunks)
      end

      def idle?
        @attempts.empty?
      end

      def begin(attempt)
        @deadlines.add(attempt)
      end

      def context_of(attempt)
        Context.new(attempt, @triggers, @asks)
      end

      # The block's value is what remains to be committed, if its deadline has not passed before.
      def without_deadline(attempt)
        @deadlines.remove(attempt)
        yield
      end

      def post(message)
        @outbox.post(message)
        @outbox.flush
      end

      # Ends an attempt for the host.
      def done(attempt, message)
        @deadlines.remove(attempt)
        @printing.finish(attempt) if attempt.lines
        return if attempt.over?

        attempt.over!
        @attempts.delete(attempt.number)
        @outbox.post(message)
        @ended.call if @attempts.empty?
      end

      private

      def time_out(attempt)
        error = Error.of('MOTIA_TIMEOUT', timeoutMs: [(attempt.deadline - attempt.started_at).round, 0].max)
        return unless cut_off(attempt, error)

        done(attempt, Protocol.failed(attempt.number, 'timeout', Failure.of(error), nil))
        @outbox.flush
      end

      def cut_off(attempt, reason)
        return false unless attempt.cut_off(reason)

        @asks.abandon(attempt)
        true
      end
    end

    # Something short that is done within an attempt on a thread of its own: listeners of its signal.
    class Errand
      def initialize(attempt, block)
        @attempt = attempt
        @block = block
      end

      def call
        Scope.enter(@attempt)
        @block.call
      rescue Exception => e
        Logger.error("a listener of the signal failed: #{Failure.name_of(e)}: #{Failure.message_of(e)}")
      ensure
        Scope.leave
      end

      def abandoned; end
    end
  end
end
