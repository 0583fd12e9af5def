# frozen_string_literal: true

require 'monitor'
require_relative 'effects'
require_relative 'signal'

module Motia
  module Worker
    # One attempt of a run: facts, phase, and the effects that its handler asked for so far. `open` until its handler
    # ends, then `succeeded`, whose leftover work may still trigger, or `closed`: failure, timeout, cancel.
    class Attempt
      attr_reader :number, :run_id, :trace_id, :step_id, :count, :deadline, :started_at, :phase, :effects, :reason
      # Lines that have no end yet, the answer's stream, and the updates under way: their owners alone write these.
      attr_accessor :lines, :stream

      # @param message `run`
      # @param later runs a block within an attempt, on a thread of its own
      def initialize(message, later)
        @number = message['n']
        @run_id = message['runId']
        @trace_id = message['traceId']
        @step_id = message['stepId']
        @count = message['attempt']
        @deadline = message['deadline']
        @later = later
        @started_at = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
        @phase = :open
        @lock = Mutex.new
        @effects = Effects.new
        @is_over = false
        @warned_late = false
      end

      def open?
        @phase == :open
      end

      # Whether `done` has been sent: what it logs from here on is told with its whole name.
      def over?
        @is_over
      end

      def over!
        @is_over = true
      end

      # Made when first asked for: most handlers never do.
      def signal
        @lock.synchronize do
          @signal ||= Signal.new(->(&block) { @later.call(self, block) })
        end.tap { |signal| signal.abort(@reason) if @phase == :closed && @reason }
      end

      # The handler has returned. @return whether it did so in time
      def succeed
        @lock.synchronize do
          return false unless @phase == :open

          @phase = :succeeded
        end
        true
      end

      # Ends the attempt for its handler: the signal aborts, the context takes nothing more.
      # @return whether it was open until now
      def cut_off(reason)
        signal = @lock.synchronize do
          return false unless @phase == :open

          @phase = :closed
          @reason = reason
          @signal
        end
        signal&.abort(reason)
        stream&.close
        true
      end

      # Cut off at its deadline: whoever did that tells the host, whatever the handler makes of it meanwhile.
      def timed_out?
        @lock.synchronize { @reason.is_a?(Motia::Error) && @reason.code == 'MOTIA_TIMEOUT' }
      end

      # Its handler raised. @return whether it did so in time
      def fail
        @lock.synchronize do
          return false unless @phase == :open

          @phase = :closed
        end
        true
      end

      # Takes what was staged before the answer's head, for the host to commit; what follows begins empty.
      # @return [Effects, nil] nothing if it was cut off
      def split_effects
        @lock.synchronize do
          return nil unless @phase == :open

          before = @effects
          @effects = Effects.new
          before
        end
      end

      # Adds to the effects unless it is over. @raise [Error] `MOTIA_CONTEXT_CLOSED`
      def stage
        @lock.synchronize do
          raise closed_error unless @phase == :open

          yield @effects
        end
      end

      # After a success, what was left running may still read and trigger.
      def assert_usable
        raise closed_error if @phase == :closed
      end

      def closed_error
        Error.of('MOTIA_CONTEXT_CLOSED', stepId: step_id, runId: run_id)
      end

      # True the first time, for the one warning about work left over after a success.
      def first_late?
        @lock.synchronize do
          first = !@warned_late
          @warned_late = true
          first
        end
      end

      # Counts the triggers of a target that went out at once, so that the same one of a later attempt is recognised.
      def next_ordinal(target)
        @lock.synchronize do
          @ordinals ||= Hash.new(0)
          @ordinals[target] += 1
        end
      end

      # Whoever updates a key of the state waits for their turn here.
      def turn_of(place)
        @lock.synchronize { (@turns ||= {})[place] ||= Monitor.new }
      end
    end
  end
end
