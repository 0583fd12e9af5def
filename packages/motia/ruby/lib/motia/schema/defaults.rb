# frozen_string_literal: true

module Motia
  class Schema
    # Defaults of JSON Schema, filled into members that are missing: within objects and lists, not within `anyOf` and its
    # like, of which nobody knows which holds. Values have symbols as keys; what is given stays as it is.
    module Defaults
      NOTHING = Object.new.freeze

      module_function

      # @return [Proc, nil] from a value to a filled copy; nothing where there is no default
      def compile(node, root = node, seen = [])
        return unless node.is_a?(Hash)

        reference = node['$ref']
        if reference.is_a?(String)
          # A schema that holds itself is filled in one level deep.
          return seen.include?(reference) ? nil : compile(resolve(root, reference), root, seen + [reference])
        end
        members = members_of(node['properties'], root, seen)
        items = compile(node['items'], root, seen)
        return if members.empty? && items.nil?

        ->(value) { fill(value, members, items) }
      end

      def members_of(properties, root, seen)
        return [] unless properties.is_a?(Hash)

        members = properties.map do |name, inner|
          given = inner.is_a?(Hash) && inner.key?('default') ? to_value(inner['default']) : NOTHING
          [name.to_sym, given, compile(inner, root, seen)]
        end
        members.reject { |_, given, inner| given.equal?(NOTHING) && inner.nil? }
      end

      def fill(value, members, items)
        return items ? value.map { |item| items.call(item) } : value if value.is_a?(Array)
        return value unless value.is_a?(Hash)

        filled = value.dup
        members.each do |name, given, inner|
          filled[name] = copy(given) unless filled.key?(name) || given.equal?(NOTHING)
          filled[name] = inner.call(filled[name]) if inner && filled.key?(name)
        end
        filled
      end

      # As an input has it.
      def to_value(given)
        case given
        when Hash then given.to_h { |key, inner| [key.to_sym, to_value(inner)] }
        when Array then given.map { |item| to_value(item) }
        else given
        end
      end

      # Nobody's handler changes another run's default.
      def copy(value)
        case value
        when Hash then value.transform_values { |inner| copy(inner) }
        when Array then value.map { |item| copy(item) }
        else value.dup
        end
      end

      # What leads nowhere is told where checks are compiled.
      def resolve(root, reference)
        reference.split('/').drop(1).reduce(root) do |node, part|
          node.is_a?(Hash) ? node[part.gsub('~1', '/').gsub('~0', '~')] : nil
        end
      end
    end
  end
end
