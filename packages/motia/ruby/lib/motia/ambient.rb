# frozen_string_literal: true

module Motia
  # One slot per process that the worker fills with its host: what `Motia.trigger`, `Motia.call` and the logger reach.
  # A host answers `trigger(target, payload, options, rest)`, `call(…)` and `log(level, message, fields)`.
  module Ambient
    class << self
      attr_writer :host

      # @raise [Error] `MOTIA_NO_HOST` in a process that Motia did not start
      def host
        @host || raise(Error.of('MOTIA_NO_HOST'))
      end

      def host?
        !@host.nil?
      end
    end
  end
end
