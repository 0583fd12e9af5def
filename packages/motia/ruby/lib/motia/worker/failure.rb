# frozen_string_literal: true

require_relative 'backtrace'
require_relative 'utf8'

module Motia
  module Worker
    # An exception as the plain failure that every language speaks of (docs/protocol.md).
    module Failure
      OWN_NAMES = {
        'Motia::Error' => 'MotiaError',
        'Motia::HttpError' => 'HttpError',
        'Motia::NonRetryableError' => 'NonRetryableError',
        'Motia::CallFailedError' => 'CallFailedError',
        'Motia::ValidationError' => 'ValidationError'
      }.freeze
      MAX_CAUSES = 8

      module_function

      # With a trace and what an answer needs.
      def of(exception)
        failure = brief(exception, stack: exception.is_a?(ValidationError) ? nil : stack_of(exception))
        failure[:issues] = exception.issues if exception.is_a?(ValidationError)
        http = http_of(exception)
        failure[:http] = http if http
        failure
      end

      # For an exception within a payload: name, message, stack and code.
      def brief(exception, stack: stack_of(exception))
        failure = { name: name_of(exception), message: message_of(exception) }
        failure[:stack] = stack if stack
        code = code_of(exception)
        failure[:code] = code if code
        failure
      end

      # `timeout` and its like decide whether the run is tried again.
      def reason_of(exception)
        case exception
        when ValidationError then 'validation'
        when NonRetryableError then 'non-retryable'
        when HttpError then exception.status.is_a?(Integer) && exception.status < 500 ? 'non-retryable' : 'error'
        else 'error'
        end
      end

      def name_of(exception)
        named = exception.class.ancestors.find { |ancestor| ancestor.is_a?(Class) && ancestor.name }
        name = Utf8.of(named.name)
        OWN_NAMES.fetch(name, name)
      end

      # Without what did_you_mean and error_highlight add: that stands in the stack.
      def message_of(exception)
        return "exit(#{exception.status}) was called" if mute_exit?(exception)

        message = exception.respond_to?(:original_message) ? exception.original_message : exception.message
        Utf8.of(message.is_a?(String) ? message : message.inspect)
      rescue Exception => e
        "(its message could not be read: #{e.class})"
      end

      def stack_of(exception)
        blocks = []
        while exception && blocks.size < MAX_CAUSES
          blocks << "#{'Caused by ' unless blocks.empty?}#{name_of(exception)}: #{full_message_of(exception)}"
          blocks.concat(Backtrace.of(exception.backtrace).map { |frame| "    #{frame}" })
          exception = exception.cause
        end
        blocks.join("\n")
      end

      def full_message_of(exception)
        return message_of(exception) if mute_exit?(exception)

        message = exception.respond_to?(:detailed_message) ? exception.detailed_message(highlight: false) : exception.message
        Utf8.of(message.to_s).sub(/ \((?:[\w:]+)\)(?=\n|\z)/, '').rstrip
      rescue Exception
        message_of(exception)
      end

      # What `abort` was given to say is kept.
      def mute_exit?(exception)
        exception.is_a?(SystemExit) && exception.message == 'exit'
      end

      def code_of(exception)
        return exception.class.name[/\AErrno::(\w+)\z/, 1] if exception.is_a?(SystemCallError)
        return nil if exception.is_a?(HttpError) || !exception.respond_to?(:code)

        code = exception.code
        code.is_a?(String) || code.is_a?(Integer) ? Utf8.of(code.to_s) : nil
      rescue StandardError
        nil
      end

      def http_of(exception)
        return nil unless exception.is_a?(HttpError) && exception.status.is_a?(Integer)

        http = { status: exception.status }
        http[:body] = PlainValue.of(exception.body, 'body of an HttpError') unless exception.body.nil?
        headers = exception.headers
        http[:headers] = headers.to_h { |name, value| [name.to_s, value.to_s] } if headers.is_a?(Hash) && !headers.empty?
        http
      rescue Error => e
        { status: 500, body: { error: e.message } }
      end
    end
  end
end
