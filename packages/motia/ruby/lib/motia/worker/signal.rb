# frozen_string_literal: true

module Motia
  module Worker
    # `ctx.signal`: aborts at the deadline of the attempt, and when its run is cancelled.
    class Signal
      # Why, as an exception; nothing until then.
      attr_reader :reason

      # @param later runs a block within the attempt, on a thread of its own
      def initialize(later)
        @later = later
        @lock = Mutex.new
        @aborted = ConditionVariable.new
        @listeners = []
        @reason = nil
      end

      def aborted?
        !@reason.nil?
      end

      # Sleeps until it aborts, or for so many seconds. @return whether it has aborted
      def wait(seconds = nil)
        ends_at = seconds && now + seconds
        @lock.synchronize do
          until aborted?
            left = ends_at && ends_at - now
            break if left && left <= 0

            @aborted.wait(@lock, left)
          end
        end
        aborted?
      end

      # Calls the block with the reason when it aborts, at once if it has.
      def on_abort(&block)
        @lock.synchronize { @listeners << block unless aborted? }
        @later.call { block.call(reason) } if aborted? && !@listeners.include?(block)
        self
      end

      # @api private
      def abort(reason)
        listeners = @lock.synchronize do
          return if aborted?

          @reason = reason
          @aborted.broadcast
          @listeners.dup
        end
        listeners.each { |listener| @later.call { listener.call(reason) } }
      end

      private

      def now
        Process.clock_gettime(Process::CLOCK_MONOTONIC)
      end
    end
  end
end
