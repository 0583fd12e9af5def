# frozen_string_literal: true

require_relative 'protocol'

module Motia
  module Worker
    # What goes to the host: messages gathered into frames. Whoever has just posted flushes when nothing better is to be
    # done; a thread is woken only when the socket takes no more. No lock is held while somebody waits for the socket.
    class Outbox
      # Messages of more bytes than this start another frame.
      FRAME_BYTES = 4 * 1024 * 1024
      # Gathered messages do not wait longer than this while the process is busy.
      RIPE_SECONDS = 0.001
      RIPE_MESSAGES = 32
      # Lines are sent at once if nothing was for this long.
      QUIET_SECONDS = 0.01
      # A step that prints faster than the host reads waits beyond this.
      CROWDED_MESSAGES = 20_000

      # @param timer for messages that nobody flushes
      def initialize(io, timer)
        @io = io
        @timer = timer
        @pid = Process.pid
        @queue = []
        @sending = Mutex.new
        @rest = nil
        @stuck = false
        @is_flush_due = false
        @is_shut = false
        @flushed_at = 0.0
        @writable = Thread::Queue.new
        Thread.new { wait_for_room_and_write }.name = 'motia-writer'
      end

      # @param text a message as JSON
      def post(text)
        @queue << text
      end

      # Sends it within a moment, whatever else happens; waits if the host is far behind.
      def post_soon(text)
        sleep(0.002) while @stuck && @queue.size > CROWDED_MESSAGES
        @queue << text
        return flush if now - @flushed_at > QUIET_SECONDS
        return if @is_flush_due

        @is_flush_due = true
        @timer.after(RIPE_SECONDS) do
          @is_flush_due = false
          flush
        end
      end

      # Whether what is gathered has waited long enough.
      def ripe?
        !@queue.empty? && (@queue.size >= RIPE_MESSAGES || now - @flushed_at > RIPE_SECONDS)
      end

      # Nothing leaves any more: the process ends, and what handlers do as their threads are killed is no outcome.
      def shut
        flush_all
        @is_shut = true
      end

      # Writes what is gathered, as far as the socket takes it at once.
      def flush
        until @queue.empty? || @stuck || @is_shut
          return unless @sending.try_lock # whoever has it looks again afterwards

          begin
            write_all
          ensure
            @sending.unlock
          end
        end
      end

      # Returns when everything has left this process.
      def flush_all
        flush
        until @queue.empty? && @rest.nil?
          IO.select(nil, [@io], nil, 0.05)
          @sending.synchronize { write_all }
        end
      end

      private

      def write_all
        @flushed_at = now
        return @queue.clear if Process.pid != @pid # a fork of a step has no say here

        @stuck = false
        while @rest || !@queue.empty?
          @rest ||= next_frame
          written = @io.write_nonblock(@rest, exception: false)
          return wait_until_writable if written == :wait_writable

          @rest = written == @rest.bytesize ? nil : @rest.byteslice(written..-1)
        end
      rescue SystemCallError, IOError
        @rest = nil
        @queue.clear # the host is gone; the reader notices too, and ends the process
      end

      def next_frame
        body = String.new('[', encoding: Encoding::UTF_8)
        while (text = @queue.shift)
          body << ',' if body.bytesize > 1
          body << text
          break if body.bytesize > FRAME_BYTES
        end
        body << ']'
        [body.bytesize].pack('N') << body.force_encoding(Encoding::BINARY)
      end

      def wait_until_writable
        @stuck = true
        @writable << true
      end

      def wait_for_room_and_write
        while @writable.pop
          IO.select(nil, [@io])
          @sending.synchronize { write_all }
        end
      rescue IOError
        nil # closed
      end

      def now
        Process.clock_gettime(Process::CLOCK_MONOTONIC)
      end
    end
  end
end
