# frozen_string_literal: true

require_relative 'line_buffer'
require_relative 'scope'

module Motia
  module Worker
    # What the project's code prints, as lines of the attempt that printed them. STDOUT and STDERR stay what they are,
    # real streams with their descriptors; only what Ruby's code writes to them is taken.
    class Printing
      # On a stream: every method of Ruby that prints calls `write` in the end.
      module Capture
        def self.install(io, printing, level)
          io.extend(self)
          io.instance_variable_set(:@motia_printing, printing)
          io.instance_variable_set(:@motia_level, level)
        end

        def write(*parts)
          @motia_printing.take(@motia_level, parts) || super
        end

        def syswrite(text)
          write(text)
        end

        def write_nonblock(text, **)
          write(text)
        end
      end

      # `warn` is a warning, what else goes to stderr is an error.
      module WarningLevel
        class << self
          attr_accessor :printing
        end

        def warn(message, *, **)
          WarningLevel.printing.take('warn', [message]) ? nil : super
        end
      end

      # @param timer for lines without an end
      # @param sink gets `(level, line, attempt)`
      def initialize(timer, &sink)
        @timer = timer
        @sink = sink
        @pid = Process.pid
        @outside = {}
        @lock = Mutex.new
      end

      # Turns it on for this process.
      def install
        Capture.install(STDOUT, self, 'info')
        Capture.install(STDERR, self, 'error')
        # Ruby writes what ends a thread past the original stderr, but not past another.
        $stderr = IO.for_fd(2, 'w', autoclose: false).tap { |io| io.sync = true }
        $stderr.set_encoding(Encoding::UTF_8)
        Capture.install($stderr, self, 'error')
        WarningLevel.printing = self
        ::Warning.singleton_class.prepend(WarningLevel)
      end

      # @return the number of bytes; nothing where this process is a fork
      def take(level, parts)
        return nil if Process.pid != @pid

        text = to_text(parts)
        attempt = Scope.current
        buffer_of(attempt, level).add(text)
        text.bytesize
      rescue ThreadError
        nil # within a signal handler no lock can be had
      end

      # Tells the lines of the attempt that have no end.
      def finish(attempt)
        attempt.lines.each_value(&:finish)
      end

      private

      def to_text(parts)
        text = parts.size == 1 && parts[0].is_a?(String) ? parts[0] : parts.join
        text.encoding.ascii_compatible? ? text : Utf8.of(text)
      rescue EncodingError
        parts.map { |part| Utf8.of(part.to_s) }.join
      end

      def buffer_of(attempt, level)
        buffers = attempt ? attempt.lines : @outside
        buffers && buffers[level] || @lock.synchronize do
          buffers = attempt ? (attempt.lines ||= {}) : @outside
          buffers[level] ||= LineBuffer.new(@timer) { |line| @sink.call(level, line, attempt) }
        end
      end
    end
  end
end
