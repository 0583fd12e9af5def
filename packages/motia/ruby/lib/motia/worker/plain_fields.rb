# frozen_string_literal: true

require_relative 'failure'
require_relative 'utf8'

module Motia
  module Worker
    # Fields of a log line as plain data, whatever they are: logging refuses nothing, and never raises.
    module PlainFields
      MAX_DEPTH = 32

      module_function

      def of(fields)
        plain = convert(fields, 0)
        plain.is_a?(Hash) ? plain : { value: plain }
      rescue StandardError, SystemStackError
        { value: "(#{fields.class} that could not be read)" }
      end

      def convert(value, depth)
        case value
        when nil, true, false, Integer then value
        when Float then value.finite? ? value : value.to_s
        when String then Utf8.of(value)
        when Symbol then value.name
        when Exception then Failure.brief(value)
        when Hash, Array, Struct then depth >= MAX_DEPTH ? '[more]' : convert_parts(value, depth + 1)
        else convert_object(value)
        end
      end

      def convert_parts(value, depth)
        case value
        when Hash then value.to_h { |key, item| [Utf8.of(key.to_s), convert(item, depth)] }
        when Array then value.map { |item| convert(item, depth) }
        else convert_parts(value.to_h, depth)
        end
      end

      def convert_object(value)
        PlainValue.of(value, 'fields')
      rescue StandardError
        Utf8.of(value.inspect)
      end
    end
  end
end
