# frozen_string_literal: true

require 'json'
require_relative 'protocol'

module Motia
  module Worker
    # The host's bytes as messages: frames of a 32-bit big-endian length and that many bytes of JSON, an array.
    class Frames
      # The host does not keep to the protocol.
      class Broken < StandardError
      end

      READ_BYTES = 256 * 1024
      MAX_READ_BYTES = 8 * 1024 * 1024
      HEADER_BYTES = 4

      def initialize(io)
        @io = io
        @chunk = String.new(capacity: READ_BYTES)
        @rest = String.new(capacity: READ_BYTES)
        @need = HEADER_BYTES
      end

      # Waits for the next messages: all of the whole frames that have arrived.
      # @return [Array<Hash>, nil] nothing at the end of the stream
      def read
        loop do
          messages = take_messages
          return messages unless messages.empty?
          return nil unless read_more
        end
      end

      private

      def read_more
        wanted = (@need - @rest.bytesize).clamp(READ_BYTES, MAX_READ_BYTES)
        loop do
          case @io.read_nonblock(wanted, @chunk, exception: false)
          when :wait_readable then IO.select([@io])
          when nil then return false
          else
            @rest << @chunk
            return true
          end
        end
      rescue SystemCallError, IOError
        false
      end

      def take_messages
        messages = []
        at = 0
        while @rest.bytesize - at >= HEADER_BYTES
          length = @rest.byteslice(at, HEADER_BYTES).unpack1('N')
          raise Broken, "a frame of #{length} bytes" if length > Protocol::MAX_FRAME_BYTES

          @need = HEADER_BYTES + length
          break if @rest.bytesize - at < @need

          messages.concat(parse(@rest.byteslice(at + HEADER_BYTES, length)))
          at += @need
          @need = HEADER_BYTES
        end
        @rest = at == @rest.bytesize ? @rest.clear : @rest.byteslice(at..-1) if at.positive?
        messages
      end

      def parse(body)
        messages = JSON.parse(body.force_encoding(Encoding::UTF_8), max_nesting: 0)
        return messages if messages.is_a?(Array) && messages.all?(Hash)

        raise Broken, 'a frame that holds no array of messages'
      rescue JSON::ParserError, EncodingError => e
        raise Broken, "a frame that holds no JSON: #{Utf8.of(e.message)[0, 200]}"
      end
    end
  end
end
