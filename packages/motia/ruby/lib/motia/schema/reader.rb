# frozen_string_literal: true

module Motia
  class Schema
    # From what the author wrote to JSON Schema with texts as keys. A Regexp stays with its node under a symbol, since
    # Ruby's own is what is matched; `plain` leaves that out.
    module Reader
      TYPES = %w[string integer number boolean object array null].freeze

      BY_CLASS = {
        'String' => { 'type' => 'string' },
        'Symbol' => { 'type' => 'string' },
        'Integer' => { 'type' => 'integer' },
        'Float' => { 'type' => 'number' },
        'Numeric' => { 'type' => 'number' },
        'BigDecimal' => { 'type' => 'number' },
        'TrueClass' => { 'type' => 'boolean' },
        'FalseClass' => { 'type' => 'boolean' },
        'Motia::Boolean' => { 'type' => 'boolean' },
        'Hash' => { 'type' => 'object' },
        'Array' => { 'type' => 'array' },
        'Set' => { 'type' => 'array', 'uniqueItems' => true },
        'NilClass' => { 'type' => 'null' },
        'Time' => { 'type' => 'string', 'format' => 'date-time' },
        'DateTime' => { 'type' => 'string', 'format' => 'date-time' },
        'Date' => { 'type' => 'string', 'format' => 'date' },
        'Object' => {}
      }.freeze

      module_function

      def read(notation, path = [])
        case notation
        when Module then read_class(notation, path)
        when Notation::Optional then nullable(read(notation.inner, path))
        when Notation::AnyOf then { 'anyOf' => notation.choices.map { |choice| read(choice, path) } }
        when Notation::OneOf then { 'enum' => notation.values.map { |value| plain_value(value) } }
        when Regexp then { 'type' => 'string', 'pattern' => to_pattern(notation), regexp: notation }
        when Range then read_range(notation, path)
        when Array then read_list(notation, path)
        when Hash then json_schema?(notation) ? plain_value(notation) : read_object(notation, path)
        else refuse(path, notation)
        end
      end

      # Without what only this process can use.
      def plain(node)
        case node
        when Hash then node.reject { |key, _| key.is_a?(Symbol) }.transform_values { |value| plain(value) }
        when Array then node.map { |item| plain(item) }
        else node
        end
      end

      # By its keywords and what they hold: `{ type: String }` is an object with a member called `type`.
      def json_schema?(hash)
        hash.any? do |key, value|
          case key.to_s
          when 'type' then type_name?(value)
          when '$schema', '$ref' then value.is_a?(String)
          when 'properties', '$defs', 'definitions' then value.is_a?(Hash) && value.each_value.all? { |inner| schema_node?(inner) }
          when 'anyOf', 'oneOf', 'allOf' then value.is_a?(Array) && value.all? { |inner| schema_node?(inner) }
          when 'enum' then value.is_a?(Array) && data?(value)
          when 'const' then data?(value) && !value.is_a?(Hash)
          end
        end
      end

      # Nothing in it is a class or another word of the notation.
      def schema_node?(value)
        value == true || value == false || (value.is_a?(Hash) && data?(value))
      end

      def data?(value)
        case value
        when Hash then value.each_value.all? { |inner| data?(inner) }
        when Array then value.all? { |inner| data?(inner) }
        when String, Symbol, Numeric, true, false, nil then true
        end
      end

      def type_name?(value)
        return value.all? { |name| name.is_a?(String) } && !value.empty? if value.is_a?(Array)

        value.is_a?(String) || (value.is_a?(Symbol) && TYPES.include?(value.to_s))
      end

      def read_class(notation, path)
        found = BY_CLASS[notation.name]
        found ? found.dup : refuse(path, notation)
      end

      def read_object(hash, path)
        return { 'type' => 'object' } if hash.empty?

        properties = hash.to_h { |name, inner| [name.to_s, read(inner, path + [name])] }
        required = hash.reject { |_, inner| inner.is_a?(Notation::Optional) }.keys.map(&:to_s)
        { 'type' => 'object', 'properties' => properties, 'required' => required }
      end

      def read_list(list, path)
        return { 'type' => 'array' } if list.empty?
        raise NotationError.new(path.join('.'), 'is a list of several: [Motia.any_of(…)]?') if list.size > 1

        { 'type' => 'array', 'items' => read(list.first, path + ['0']) }
      end

      def read_range(range, path)
        ends = [range.begin, range.end].compact
        refuse(path, range) unless !ends.empty? && ends.all?(Numeric)
        node = { 'type' => ends.all?(Integer) ? 'integer' : 'number' }
        node['minimum'] = range.begin if range.begin
        node[range.exclude_end? ? 'exclusiveMaximum' : 'maximum'] = range.end if range.end
        node
      end

      def nullable(node)
        return node if node.empty?
        return node.merge('type' => [*node['type'], 'null'].uniq) if node['type'] && !node['enum'] && !node['const']

        { 'anyOf' => [node, { 'type' => 'null' }] }
      end

      def plain_value(value)
        case value
        when Hash then value.to_h { |key, inner| [key.to_s, plain_value(inner)] }
        when Array then value.map { |item| plain_value(item) }
        when Symbol then value.to_s
        else value
        end
      end

      # What other languages make of it: anchors of the whole text, and Ruby's `\h`.
      def to_pattern(regexp)
        regexp.source.gsub(/\\[AzZh]/) { |found| { 'A' => '^', 'h' => '[0-9a-fA-F]' }.fetch(found[1], '$') }
      end

      def refuse(path, value)
        name = value.is_a?(Module) ? value.name.to_s : Schema.say(value)
        message = "is #{name}, which is no schema: classes such as String and Integer, a Hash of them, or JSON Schema"
        raise NotationError.new(path.join('.'), message)
      end
    end
  end
end
