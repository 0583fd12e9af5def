# frozen_string_literal: true

module Motia
  module Worker
    # Cuts attempts off at their deadlines. One entry of the timer for all of them: most end long before.
    class Deadlines
      # @param passed is called with the attempt, on the timer's thread
      def initialize(timer, &passed)
        @timer = timer
        @passed = passed
        @lock = Mutex.new
        @watched = {}.compare_by_identity
        @wakes_at = Float::INFINITY
      end

      def add(attempt)
        @lock.synchronize do
          @watched[attempt] = true
          sleep_until(attempt.deadline) if attempt.deadline < @wakes_at
        end
      end

      def remove(attempt)
        @lock.synchronize { @watched.delete(attempt) }
      end

      private

      # Within the lock. An entry of before wakes up for nothing, and finds what is next.
      def sleep_until(at)
        @wakes_at = at
        @timer.after([(at - now) / 1000.0, 0].max) { sweep }
      end

      def sweep
        due = @lock.synchronize do
          time = now
          found = @watched.keys.select { |attempt| attempt.deadline <= time }
          found.each { |attempt| @watched.delete(attempt) }
          @wakes_at = Float::INFINITY
          following = @watched.each_key.map(&:deadline).min
          sleep_until(following) if following
          found
        end
        due.each { |attempt| @passed.call(attempt) }
      end

      def now
        Process.clock_gettime(Process::CLOCK_REALTIME, :float_millisecond)
      end
    end
  end
end
