# frozen_string_literal: true

require 'time'
require_relative '../arguments'
require_relative '../worker/answer'
require_relative '../worker/context'
require_relative '../worker/inputs'
require_relative '../worker/protocol'
require_relative '../worker/timer'
require_relative '../worker/utf8'
require_relative 'given_world'

module Motia
  module Testing
    # What became of it: `result` is what the handler returned, as JSON has it (of a streamed answer, the list of its
    # pieces); `response` an api step's answer, with `status` and `headers`; `triggers` Hashes of `target`, `payload`,
    # `from` and perhaps `delay` and `key`; `state` what would be stored now, by group and key; `logs` what the logger
    # was told.
    StepRun = Struct.new(:result, :response, :triggers, :state, :logs, keyword_init: true)

    # A handler that runs by itself, from its input to what became of it. Called by `run_step`.
    class LoneRun
      TIMEOUT_MS = 30_000
      PARTS = %i[body params query headers locals].freeze

      @timer_lock = Mutex.new

      def self.timer
        @timer_lock.synchronize { @timer ||= Worker::Timer.new }
      end

      # @param step one, or the id of one that has been made; the latest counts
      def self.find(step)
        found = step.is_a?(Step) ? step : Registry.steps.reverse.find { |one| one.id == step.to_s }
        return found if found

        raise Error.of('MOTIA_OPTION', what: "run_step takes a step, or the id of a loaded one, not #{step.inspect}")
      end

      def initialize(step, world)
        @step = step
        @world = world
        problems = step.problems.dup
        raise option("#{step.inspect} has nothing to run") if step.handler.nil? && problems.empty?

        @arguments = Arguments.of(step) if problems.empty?
        problems += @arguments.problems if @arguments
        raise option("#{step.inspect}: #{problems.join('; ')}") unless problems.empty?
      end

      def call(input, count, timeout)
        timeout ||= @step.options[:timeout] || TIMEOUT_MS
        @attempt = LoneAttempt.new(facts(count, timeout), @world)
        too_late = Error.of('MOTIA_TIMEOUT', timeoutMs: timeout)
        entry = LoneRun.timer.after(timeout / 1000.0) { @attempt.cut_off(too_late) }
        within_scope { run(encode(input)) }
      rescue Exception
        @attempt&.timed_out? ? raise(too_late) : raise
      ensure
        LoneRun.timer.cancel(entry) if entry
        @attempt&.fail
      end

      private

      def facts(count, timeout)
        now = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
        ids = { 'runId' => Worker::Ids.next, 'traceId' => Worker::Ids.next, 'stepId' => @step.id }
        { 'n' => 0, 'attempt' => count, 'deadline' => now + timeout, **ids }
      end

      # The test's thread may be of a group of its own.
      def within_scope
        group = Thread.current.group
        Worker::Scope.enter(@attempt)
        yield
      ensure
        group&.add(Thread.current)
      end

      def run(text)
        value, is_request = Worker::Inputs.prepare(@step, Worker::Inputs.decode(@step, text))
        returned = @arguments.call(value, Worker::Context.new(@attempt, @world.triggers, @world))
        result, response = is_request ? answer(returned) : [to_json(returned, 'result'), nil]
        raise @attempt.reason unless @attempt.succeed

        effects = @attempt.effects
        triggers = (@world.sent + effects.triggers).map { |request| to_trigger(request) }
        state = @world.state_after(effects.writes)
        StepRun.new(result: result, response: response, triggers: triggers, state: state, logs: @world.logs)
      end

      def answer(returned)
        answer = Worker::Answer.new(returned, @step.id)
        body = answer.stream? ? to_pieces(answer.body) : to_body(answer)
        [body, Response.new(answer.status, body, answer.headers)]
      end

      def to_pieces(body)
        body.respond_to?(:each) ? body.each.to_a : [body.read]
      end

      # As it would be sent: texts with a type and bytes as they are, all else as JSON.
      def to_body(answer)
        body = answer.body
        typed = answer.headers.each_key.any? { |name| name.casecmp?('content-type') }
        return body if body.nil? || (body.is_a?(String) && (body.encoding == Encoding::BINARY || typed))

        to_json(body, 'response')
      end

      def to_json(value, what)
        Worker::JsonText.decode(Worker::JsonText.encode(value, "#{what} of #{@step.id}"))
      end

      def to_trigger(request)
        told = { target: request[:target], payload: Worker::JsonText.decode(request[:payload]), from: @step.id }
        told[:delay] = request[:delayMs] if request.key?(:delayMs)
        told[:key] = request[:key] if request.key?(:key)
        told
      end

      # As a worker is sent it.
      def encode(input)
        return Worker::JsonText.encode({ __request: to_request(input || {}) }, "request of #{@step.id}") if @step.kind == :api

        tick = { scheduledAt: Time.now.utc.iso8601(3), schedule: @step.options[:schedule] }
        Worker::JsonText.encode(@step.kind == :cron && input.nil? ? tick : input, "input of #{@step.id}")
      end

      def to_request(given)
        unless given.is_a?(Hash) && (given.keys - PARTS).empty?
          raise option("#{@step.id} is an api step: its input is a Hash with some of #{PARTS.join(', ')}, not #{given.inspect}")
        end
        path = @step.options[:path].to_s
        {
          method: @step.options[:method].to_s.upcase, path: path, url: path, ip: '127.0.0.1',
          params: given[:params] || {}, query: given[:query] || {}, locals: given[:locals] || {},
          headers: (given[:headers] || {}).to_h { |name, value| [name.to_s.downcase, value] },
          raw: given[:body].nil? ? '' : Worker::JsonText.encode(given[:body], "body for #{@step.id}"), isJson: true
        }
      end

      def option(what)
        Error.of('MOTIA_OPTION', what: what)
      end
    end
  end
end
