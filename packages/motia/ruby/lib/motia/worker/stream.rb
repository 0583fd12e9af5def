# frozen_string_literal: true

module Motia
  module Worker
    # The body of an answer that comes piece by piece: no piece is sent that the client has not asked for.
    class Stream
      # Nobody wants it any more. No StandardError, so that a handler's `rescue` does not go on writing.
      class Closed < Exception
        def initialize(message = 'the client has gone')
          super
        end
      end

      READ_BYTES = 64 * 1024

      # @param outbox [Outbox] @param number of the attempt
      def initialize(outbox, number, what)
        @outbox = outbox
        @number = number
        @what = what
        @lock = Mutex.new
        @changed = ConditionVariable.new
        @wanted = 0
        @is_closed = false
      end

      # The client can take so many more pieces.
      def grant(pieces)
        @lock.synchronize do
          @wanted += pieces
          @changed.signal
        end
      end

      def close
        @lock.synchronize do
          @is_closed = true
          @changed.broadcast
        end
      end

      # Sends every piece of the body, waiting for the client before each.
      # @raise [Closed]
      def send_all(body)
        if body.respond_to?(:read)
          while (piece = body.read(READ_BYTES))
            send_piece(piece.b)
          end
        else
          body.each { |piece| send_piece(to_piece(piece)) }
        end
      ensure
        body.close if body.respond_to?(:close)
      end

      private

      def send_piece(piece)
        return if piece.empty?

        wait_until_wanted
        @outbox.post(Protocol.chunk(@number, piece))
        @outbox.flush
      end

      def wait_until_wanted
        @lock.synchronize do
          @changed.wait(@lock) until @wanted.positive? || @is_closed
          raise Closed if @is_closed

          @wanted -= 1
        end
      end

      # A piece that is no text is sent as JSON.
      def to_piece(piece)
        piece.is_a?(String) ? piece : JsonText.encode(piece, @what)
      end
    end
  end
end
