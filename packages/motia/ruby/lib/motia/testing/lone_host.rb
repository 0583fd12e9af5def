# frozen_string_literal: true

require_relative '../worker/attempt'
require_relative '../worker/scope'

module Motia
  module Testing
    # An attempt with a world of its own: several may be under way side by side.
    class LoneAttempt < Worker::Attempt
      attr_reader :world

      def initialize(message, world)
        super(message, ->(_attempt, block) { Thread.new(&block) })
        @world = world
      end
    end

    # `Motia` and the logger find the handler that `run_step` runs, in its threads too. Outside of handlers it is as if
    # nobody were there.
    class LoneHost
      def trigger(*given)
        attempt = current
        attempt.world.triggers.trigger(attempt, *given)
      end

      def call(*given)
        attempt = current
        attempt.world.triggers.call(attempt, *given)
      end

      def log(level, message, fields)
        attempt = Worker::Scope.current
        attempt.world.log(level, message, fields) if attempt.is_a?(LoneAttempt)
      end

      private

      def current
        attempt = Worker::Scope.current
        attempt.is_a?(LoneAttempt) ? attempt : raise(Error.of('MOTIA_NO_HOST'))
      end
    end
  end
end
