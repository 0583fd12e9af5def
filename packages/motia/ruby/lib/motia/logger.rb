# frozen_string_literal: true

module Motia
  # Structured entries: `Motia.logger.info('paid', order_id: 7)`. Fields are a Hash or keywords, or both.
  module Logger
    class << self
      %w[debug info warn error].each do |level|
        define_method(level) do |message, fields = nil, **more|
          Ambient.host.log(level, message, Logger.join(fields, more)) if Ambient.host?
          nil
        end
      end

      # @api private
      def join(fields, more)
        return fields if more.empty?

        fields.is_a?(Hash) ? fields.merge(more) : more.merge(fields.nil? ? {} : { value: fields })
      end
    end
  end
end
