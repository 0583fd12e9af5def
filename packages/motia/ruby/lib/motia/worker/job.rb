# frozen_string_literal: true

require_relative 'answer'
require_relative 'failure'
require_relative 'inputs'
require_relative 'stream'

module Motia
  module Worker
    # One attempt from its input to `done`: parse, validate, call, encode. The spine of every step; the pool calls it.
    class Job
      # @param runner [Runner] what all jobs share
      # @param loaded [Loader::Loaded, nil] step and arguments
      def initialize(attempt, loaded, input, runner)
        @attempt = attempt
        @loaded = loaded
        @input = input
        @runner = runner
      end

      # Raises nothing.
      def call
        Scope.enter(@attempt)
        @runner.begin(@attempt)
        execute
      rescue Exception => e
        finish_failed(e)
      ensure
        Scope.leave
      end

      # The handler has ended its thread.
      def abandoned
        finish_failed(ThreadError.new('the handler ended the thread that it ran in'))
        @runner.outbox.flush
      end

      private

      def execute
        raise Error.of('MOTIA_PROTOCOL', what: "this worker has no step #{@attempt.step_id}") unless @loaded

        step = @loaded.step
        value, is_request = Inputs.prepare(step, Inputs.decode(step, @input))
        @input = nil
        return finish_late if @attempt.phase == :closed # it was cut off meanwhile

        returned = @loaded.arguments.call(value, @runner.context_of(@attempt))
        is_request ? answer(returned, step) : finish(JsonText.encode(to_result(returned), "result of #{step.id}"))
      end

      # An api step that was triggered by its id may have answered as for a request.
      def to_result(returned)
        returned.is_a?(Response) ? returned.to_h : returned
      end

      def finish(result)
        return finish_late unless @attempt.succeed

        @runner.done(@attempt, Protocol.succeeded(@attempt.number, result, @attempt.effects.to_json_text))
      end

      def answer(returned, step)
        answer = Answer.new(returned, step.id)
        return stream(answer, step) if answer.stream?

        response = answer.encode
        return finish_late unless @attempt.succeed

        @runner.done(@attempt, Protocol.answered(@attempt.number, response, @attempt.effects.to_json_text))
      end

      # From the head on there is no deadline.
      def stream(answer, step)
        @attempt.stream = Stream.new(@runner.outbox, @attempt.number, "response of #{step.id}")
        staged = @runner.without_deadline(@attempt) { @attempt.split_effects }
        return finish_late unless staged

        @runner.post(Protocol.head(@attempt.number, answer.status, answer.headers, staged.to_json_text))
        @attempt.stream.send_all(answer.body)
        finish('null')
      end

      def finish_failed(exception)
        failure = Failure.of(exception)
        reason = Failure.reason_of(exception)
        effects = reason == 'validation' ? nil : @attempt.effects.to_json_text
        return finish_late(failure) unless @attempt.fail

        @runner.done(@attempt, Protocol.failed(@attempt.number, reason, failure, effects))
      end

      # It was cut off: at its deadline the host has been told, after a cancel it is told that the handler has ended.
      def finish_late(failure = nil)
        return if @attempt.over? || @attempt.timed_out?

        failure ||= { name: 'MotiaError', message: 'the run was cancelled', code: 'MOTIA_CONTEXT_CLOSED' }
        @runner.done(@attempt, Protocol.failed(@attempt.number, 'error', failure, nil))
      end
    end
  end
end
