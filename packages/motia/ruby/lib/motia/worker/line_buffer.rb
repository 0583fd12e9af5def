# frozen_string_literal: true

require_relative 'utf8'

module Motia
  module Worker
    # Cuts what is written into lines. A line that has no end yet is told after a moment, or when it is long.
    class LineBuffer
      PARTIAL_SECONDS = 0.05
      PARTIAL_BYTES = 64 * 1024

      def initialize(timer, &told)
        @timer = timer
        @told = told
        @lock = Mutex.new
        @partial = String.new
        @is_waiting = false
      end

      def add(text)
        @lock.synchronize do
          if @partial.empty? && text.valid_encoding? && text.end_with?("\n") && text.count("\n") == 1
            @told.call(Utf8.of(text.chomp))
          else
            append(text)
          end
        end
      end

      # Tells what has no end.
      def finish
        @lock.synchronize { tell_partial }
      end

      private

      def append(text)
        text = Utf8.of(text) unless text.encoding == Encoding::BINARY
        @partial << text.b
        if (last = @partial.rindex("\n"))
          whole = @partial.slice!(0..last)
          whole.each_line { |line| @told.call(Utf8.of(line.chomp)) }
        end
        return tell_partial if @partial.bytesize > PARTIAL_BYTES

        wait unless @partial.empty? || @is_waiting
      end

      def wait
        @is_waiting = true
        seen = @partial.bytesize
        @timer.after(PARTIAL_SECONDS) do
          @lock.synchronize do
            @is_waiting = false
            # What is still being written gets another moment.
            @partial.bytesize == seen ? tell_partial : (wait unless @partial.empty?)
          end
        end
      end

      def tell_partial
        return if @partial.empty?

        @told.call(Utf8.of(@partial))
        @partial = String.new
      end
    end
  end
end
