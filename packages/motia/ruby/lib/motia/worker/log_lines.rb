# frozen_string_literal: true

require_relative 'plain_fields'
require_relative 'protocol'
require_relative 'scope'

module Motia
  module Worker
    # Lines that the project's code logs or prints, as `log` messages of the attempt that they belong to.
    class LogLines
      def initialize(outbox)
        @outbox = outbox
      end

      # @param message anything
      # @param fields a Hash, or anything
      def log(level, message, fields)
        plain = fields.nil? ? nil : PlainFields.of(fields)
        tell(level, to_text(message), 'logger', Scope.current, plain)
      end

      # @param attempt that printed it, if one did
      def print(level, line, attempt)
        tell(level, line, 'print', attempt, nil)
      end

      private

      def tell(level, text, source, attempt, fields)
        line = origin_of(attempt)
        line[:at] = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
        line[:level] = level
        line[:message] = text
        line[:fields] = fields if fields && !fields.empty?
        line[:source] = source
        @outbox.post_soon(Protocol.log(line))
      end

      def origin_of(attempt)
        return {} unless attempt
        return { n: attempt.number } unless attempt.over?

        { of: { runId: attempt.run_id, traceId: attempt.trace_id, stepId: attempt.step_id, attempt: attempt.count } }
      end

      def to_text(message)
        case message
        when String then Utf8.of(message)
        when Symbol then message.name
        when Exception then "#{Failure.name_of(message)}: #{Failure.message_of(message)}"
        else Utf8.of(message.inspect)
        end
      end
    end
  end
end
