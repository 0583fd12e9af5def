# frozen_string_literal: true

require_relative 'protocol'

module Motia
  module Worker
    # Questions of handlers to the host: each blocks its thread until the reply has come, or its attempt is cut off.
    class Asks
      # One question under way.
      Pending = Struct.new(:attempt, :answer)

      def initialize(outbox)
        @outbox = outbox
        @lock = Mutex.new
        @last = 0
        @pending = {}
      end

      # @param attempt that asks, if one does
      # @return the reply's value, with texts as keys
      # @raise [Error] what the host refused it with
      def ask(attempt, question)
        answer = Thread::Queue.new
        number = @lock.synchronize do
          @last += 1
          @pending[@last] = Pending.new(attempt, answer)
          @last
        end
        @outbox.post(Protocol.ask(number, attempt&.number, question))
        @outbox.flush
        reply = answer.pop
        raise attempt.closed_error if reply.nil?

        reply['failure'] ? raise(to_error(reply['failure'], reply['hint'])) : reply['value']
      ensure
        @lock.synchronize { @pending.delete(number) } if number
      end

      def settle(reply)
        @lock.synchronize { @pending.delete(reply['q']) }&.answer&.push(reply)
      end

      # Nothing that an attempt still waits for will be of use.
      def abandon(attempt)
        left = @lock.synchronize { @pending.values.select { |pending| pending.attempt.equal?(attempt) } }
        left.each { |pending| pending.answer.push(nil) }
      end

      private

      def to_error(failure, hint)
        code = failure['code']
        return Error.new(code, failure['message'].to_s, hint.to_s) if code.to_s.start_with?('MOTIA_')

        Error.new(code || 'MOTIA_PROTOCOL', "#{failure['name']}: #{failure['message']}", hint.to_s)
      end
    end
  end
end
