# frozen_string_literal: true

require_relative 'state'

module Motia
  module Worker
    # The `ctx` of a handler: a view of its attempt.
    class Context
      # @param triggers [Triggers] @param asks [Asks]
      def initialize(attempt, triggers, asks)
        @attempt = attempt
        @triggers = triggers
        @asks = asks
      end

      def run_id
        @attempt.run_id
      end

      def trace_id
        @attempt.trace_id
      end

      # A W3C header that tells others of this attempt: as in TypeScript, its parent id from the run and the attempt.
      def traceparent
        format('00-%s-%s%02x-01', trace_id, run_id[-14..] || run_id, attempt % 256)
      end

      def step_id
        @attempt.step_id
      end

      # 1 for the first; worker losses and state conflicts do not count.
      def attempt
        @attempt.count
      end

      # The same for all attempts of the run: send it along to the outside.
      def idempotency_key
        @attempt.run_id
      end

      # Milliseconds since the epoch at which the attempt is cut off.
      def deadline
        @attempt.deadline
      end

      # [Signal] Aborts at the deadline and on cancel.
      def signal
        @attempt.signal
      end

      def logger
        Motia::Logger
      end

      # [State] Durable key-value groups.
      def state
        @state ||= State.new(@attempt, @asks)
      end

      # As Motia.trigger.
      def trigger(target, payload = nil, delay: nil, after: nil, key: nil, now: false, **rest)
        @triggers.trigger(@attempt, target, payload, { delay: delay, after: after, key: key, now: now }, rest)
      end

      # As Motia.call.
      def call(target, payload = nil, delay: nil, after: nil, key: nil, now: false, **rest)
        @triggers.call(@attempt, target, payload, { delay: delay, after: after, key: key, now: now }, rest)
      end

      def inspect
        "#<Motia context of #{step_id}, run #{run_id}, attempt #{attempt}>"
      end
    end
  end
end
