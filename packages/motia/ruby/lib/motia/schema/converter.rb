# frozen_string_literal: true

module Motia
  class Schema
    # Texts of a query or a path as the numbers, booleans and lists that the schema asks for. What does not look like
    # one stays a text, and the validator says so.
    module Converter
      INTEGER = /\A-?\d{1,30}\z/.freeze
      NUMBER = /\A-?\d{1,30}(?:\.\d+)?(?:[eE][-+]?\d{1,3})?\z/.freeze

      module_function

      # @return [Proc] from the parts as they came to the parts as they are validated
      def compile(node)
        members = (node.is_a?(Hash) && node['properties'].is_a?(Hash) ? node['properties'] : {})
        members = members.to_h { |name, inner| [name.to_sym, [types_of(inner), items_of(inner)]] }
        lambda do |parts|
          next parts unless parts.is_a?(Hash)

          parts.to_h { |name, value| [name, members.key?(name) ? convert(value, *members[name]) : value] }
        end
      end

      def convert(value, types, item_types)
        if types.include?('array')
          return value.map { |item| convert_text(item, item_types) } if value.is_a?(Array)
          return [convert_text(value, item_types)] unless types.include?('string')
        end
        convert_text(value, types)
      end

      def convert_text(value, types)
        return value if !value.is_a?(String) || types.include?('string')
        return value.to_i if (types.include?('integer') || types.include?('number')) && INTEGER.match?(value)
        return value.to_f if types.include?('number') && NUMBER.match?(value)
        return value == 'true' if types.include?('boolean') && %w[true false].include?(value)

        value
      end

      def types_of(node)
        return [] unless node.is_a?(Hash)

        choices = [*node['anyOf'], *node['oneOf']].flat_map { |inner| types_of(inner) }
        [*node['type'], *choices, *[*node['enum']].map { |value| type_of_value(value) }].uniq
      end

      def items_of(node)
        node.is_a?(Hash) ? types_of(node['items']) : []
      end

      def type_of_value(value)
        case value
        when Integer then 'integer'
        when Numeric then 'number'
        when true, false then 'boolean'
        else 'string'
        end
      end
    end
  end
end
