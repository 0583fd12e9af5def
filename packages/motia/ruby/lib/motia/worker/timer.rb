# frozen_string_literal: true

module Motia
  module Worker
    # One thread that calls back later, for deadlines, unfinished lines and the like. What it calls is short.
    class Timer
      def initialize
        @lock = Mutex.new
        @changed = ConditionVariable.new
        @entries = []
        @thread = Thread.new { loop { call_due } }
        @thread.name = 'motia-timer'
      end

      # @return an entry for `cancel`
      def after(seconds, &block)
        entry = [now + seconds, block]
        @lock.synchronize do
          is_first = @entries.empty? || entry[0] < @entries.first[0]
          at = @entries.bsearch_index { |other| other[0] > entry[0] } || @entries.size
          @entries.insert(at, entry)
          @changed.signal if is_first
        end
        entry
      end

      def cancel(entry)
        @lock.synchronize { @entries.delete_if { |other| other.equal?(entry) } }
      end

      private

      def call_due
        due = @lock.synchronize { wait_for_due }
        due.each do |(_, block)|
          block.call
        rescue StandardError => e
          warn "motia worker: #{e.full_message(highlight: false)}"
        end
      end

      def wait_for_due
        loop do
          first = @entries.first
          time = now
          return @entries.shift(@entries.index { |entry| entry[0] > time } || @entries.size) if first && first[0] <= time

          first ? @changed.wait(@lock, first[0] - time) : @changed.wait(@lock)
        end
      end

      def now
        Process.clock_gettime(Process::CLOCK_MONOTONIC)
      end
    end
  end
end
