# frozen_string_literal: true

require 'securerandom'

module Motia
  module Worker
    # Ids of runs and triggers: UUIDv7 (RFC 9562) as 32 hex digits. They sort by time, and rise within a process.
    module Ids
      @lock = Mutex.new
      @last_ms = 0
      @counter = 0

      class << self
        def next
          ms, counter = advance
          format('%<ms>012x7%<counter>03x8%<random>s', ms: ms, counter: counter, random: SecureRandom.hex(8)[0, 15])
        end

        private

        def advance
          @lock.synchronize do
            ms = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
            if ms > @last_ms
              @last_ms = ms
              @counter = 0
            elsif (@counter += 1) > 0xfff
              @last_ms += 1 # 4,096 ids in one millisecond: borrow from the next
              @counter = 0
            end
            [@last_ms, @counter]
          end
        end
      end
    end
  end
end
