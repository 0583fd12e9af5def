# frozen_string_literal: true

require_relative 'keywords'

module Motia
  class Schema
    # JSON Schema as functions, made once: each takes a value and returns nothing if it fits, else a list of
    # `[path, message]`, `path` being a list of keys. What fits costs no allocation.
    class Validator
      FITS = ->(_value) {}

      WORDS = {
        'string' => 'a string',
        'integer' => 'an integer',
        'number' => 'a number',
        'boolean' => 'true or false',
        'object' => 'an object',
        'array' => 'a list',
        'null' => 'null'
      }.freeze

      TESTS = {
        'string' => ->(value) { value.is_a?(String) },
        'integer' => ->(value) { value.is_a?(Integer) || (value.is_a?(Float) && value % 1 == 0) },
        'number' => ->(value) { value.is_a?(Numeric) },
        'boolean' => ->(value) { value == true || value == false },
        'object' => ->(value) { value.is_a?(Hash) },
        'array' => ->(value) { value.is_a?(Array) },
        'null' => ->(value) { value.nil? }
      }.freeze

      def initialize(root)
        @root = root
        @by_ref = {}
      end

      def compile(node = @root, path = [])
        return FITS if node == true
        return ->(_value) { [[[], 'nothing is allowed here']] } if node == false
        raise NotationError.new(path.join('.'), "is #{Schema.say(node)}, which is no JSON Schema") unless node.is_a?(Hash)

        checks = Keywords.checks_of(node, self, path)
        type = type_check(node['type'], path)
        return type || FITS if checks.empty?
        return all(checks) unless type

        rest = all(checks)
        ->(value) { type.call(value) || rest.call(value) }
      end

      # A reference within the schema, compiled when first met: it may lead to itself.
      def resolve(ref, path)
        raise NotationError.new(path.join('.'), "$ref #{ref} is not of this schema") unless ref.start_with?('#')

        keys = ref.delete_prefix('#').split('/').drop(1).map { |key| key.gsub('~1', '/').gsub('~0', '~') }
        node = keys.reduce(@root) { |at, key| at.is_a?(Array) ? at[key.to_i] : at.is_a?(Hash) ? at[key] : nil }
        raise NotationError.new(path.join('.'), "$ref #{ref} leads nowhere") if node.nil?

        return ->(value) { @by_ref[ref].call(value) } if @by_ref.key?(ref)

        @by_ref[ref] = nil
        @by_ref[ref] = compile(node, path)
      end

      private

      def all(checks)
        return checks.first if checks.size == 1

        lambda do |value|
          found = nil
          checks.each do |check|
            more = check.call(value)
            found = found ? found + more : more if more
          end
          found
        end
      end

      def type_check(type, path)
        return nil if type.nil?

        names = Array(type)
        wrong = names.find { |name| !TESTS.key?(name) }
        raise NotationError.new(path.join('.'), "has the type #{wrong.inspect}, which does not exist") if wrong

        expected = names.map { |name| WORDS[name] }.join(' or ')
        tests = TESTS.values_at(*names)
        only = tests.size == 1 ? tests.first : nil
        lambda do |value|
          next if only ? only.call(value) : tests.any? { |test| test.call(value) }

          [[[], "expected #{expected}, got #{Schema.say(value)}"]]
        end
      end
    end
  end
end
