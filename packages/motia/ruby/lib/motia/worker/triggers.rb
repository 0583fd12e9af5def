# frozen_string_literal: true

require_relative 'ids'
require_relative 'receipt'

module Motia
  module Worker
    # `trigger` and `call`: staged inside an attempt, at once outside of one or with `now: true` (ACCEPTANCE D2).
    class Triggers
      OPTIONS = %i[delay after key now].freeze

      # @param warn tells the author about something they did, in the attempt's log
      def initialize(asks, targets, warn)
        @asks = asks
        @targets = targets
        @warn = warn
      end

      # @param rest keywords that are no options: the payload, if there is no other
      # @return [Receipt]
      def trigger(attempt, target, payload, options, rest)
        request = to_request('trigger', target, payload, options, rest)
        return trigger_now(attempt, request) if attempt.nil? || options[:now] || attempt.phase == :succeeded

        runs = @targets.steps_of(target.to_s).map { |step_id| { 'runId' => Ids.next, 'stepId' => step_id } }
        request[:runIds] = runs.to_h { |run| [run['stepId'], run['runId']] }
        attempt.stage { |effects| effects.add_trigger(request) }
        data = { 'id' => request[:id], 'traceId' => attempt.trace_id, 'routed' => runs.any?, 'runs' => runs }
        Receipt.new(data.merge('topic' => @targets.topic?(target.to_s)), target, @asks, attempt, staged: true)
      end

      # @return what the run returned; a list for a topic's
      # @raise [CallFailedError]
      def call(attempt, target, payload, options, rest)
        raise attempt.closed_error if attempt&.phase == :closed

        request = to_request('call', target, payload, options, rest)
        Receipt.value_of(@asks.ask(attempt, { verb: 'call', **to_now(attempt, request) }))
      end

      private

      def trigger_now(attempt, request)
        raise attempt.closed_error if attempt&.phase == :closed

        warn_of_late(attempt, request[:target]) if attempt&.phase == :succeeded && attempt.first_late?
        data = @asks.ask(attempt, { verb: 'trigger', **to_now(attempt, request) })
        Receipt.new(data, request[:target], @asks, attempt)
      end

      def warn_of_late(attempt, target)
        @warn.call("#{attempt.step_id} triggered \"#{target}\" after it had returned: accepted, but not with its commit")
      end

      def to_now(attempt, request)
        return { request: request, ordinal: 0 } unless attempt

        from = { runId: attempt.run_id, traceId: attempt.trace_id, stepId: attempt.step_id }
        { request: request, from: from, ordinal: attempt.next_ordinal(request[:target]) }
      end

      def to_request(verb, target, payload, options, rest)
        name = target.is_a?(Symbol) ? target.name : target
        unless name.is_a?(String) && !name.empty?
          raise option("#{verb} takes the id of a step or a topic, not #{target.inspect}")
        end
        if @targets.strict? && @targets.steps_of(name).empty?
          raise Error.of('MOTIA_UNROUTED', target: name, nearest: @targets.did_you_mean(name))
        end

        payload = choose_payload(verb, name, payload, rest)
        request = { id: Ids.next, target: name, payload: JsonText.encode(payload, "payload of #{name}") }
        add_options(request, verb, options)
      end

      def choose_payload(verb, name, payload, rest)
        return payload if rest.empty?
        return rest if payload.nil?

        listed = OPTIONS.map { |option| "#{option}:" }.join(', ')
        raise option("#{verb} \"#{name}\" has a payload and #{rest.keys.first}: besides; its options are #{listed}")
      end

      def add_options(request, verb, options)
        delay = options[:delay]
        unless delay.nil?
          unless delay.is_a?(Numeric) && delay.real? && delay >= 0 && delay.to_f.finite?
            raise option("delay of #{verb} \"#{request[:target]}\" is #{delay.inspect}, not a number of milliseconds")
          end
          request[:delayMs] = delay.is_a?(Integer) ? delay : delay.to_f if delay.positive?
        end
        request[:key] = options[:key].to_s unless options[:key].nil?
        add_after(request, options[:after]) unless options[:after].nil?
        request
      end

      def add_after(request, after)
        receipts = after.is_a?(Array) ? after : [after]
        wrong = receipts.find { |receipt| !receipt.is_a?(Receipt) }
        raise option("after takes receipts of triggers, not #{wrong.inspect}") if wrong

        unrouted = receipts.find { |receipt| !receipt.routed? }
        return request[:afterUnrouted] = unrouted.id if unrouted

        request[:after] = receipts.flat_map { |receipt| receipt.runs.map(&:run_id) }
      end

      def option(what)
        Error.of('MOTIA_OPTION', what: what)
      end
    end
  end
end
