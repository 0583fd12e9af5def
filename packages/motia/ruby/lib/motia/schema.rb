# frozen_string_literal: true

module Motia
  # A schema of payloads: read once from Ruby's notation or JSON Schema, compiled once, asked for every input.
  # Values have symbols as keys; issues are `{ path:, message: }` with dotted paths, all at once.
  class Schema
    # What is written is no schema. `path` tells where in it, dotted.
    class NotationError < StandardError
      attr_reader :path

      def initialize(path, message)
        super(message)
        @path = path
      end
    end

    # @param converts whether texts become the numbers and booleans that are asked for, as in a query
    # @raise [NotationError]
    def self.compile(notation, converts: false)
      new(Reader.read(notation), converts)
    end

    # A value in a few words, for messages.
    def self.say(value)
      case value
      when nil then 'null'
      when String then value.length > 40 ? "#{value[0, 40].inspect}…" : value.inspect
      when Hash then 'an object'
      when Array then 'a list'
      else value.inspect[0, 60]
      end
    end

    # JSON Schema with texts as keys, as it is reported.
    attr_reader :json_schema

    def initialize(node, converts)
      @json_schema = Reader.plain(node)
      @check = Validator.new(node).compile
      @convert = converts ? Converter.compile(node) : nil
      @fill = Defaults.compile(node)
      @optional = optional_members(node)
    end

    # @return [Array(Object, Array)] the value, converted, and what is wrong with it: `nil` if nothing is
    def validate(value)
      value = @convert.call(value) if @convert
      value = @fill.call(value) if @fill
      found = @check.call(value)
      [value, found&.map { |path, message| { path: path.join('.'), message: message } }]
    end

    # Whether a member of the object is declared and may be missing.
    def optional_member?(name)
      @optional.include?(name)
    end

    private

    def optional_members(node)
      return [] unless node.is_a?(Hash) && node['properties']

      (node['properties'].keys - node.fetch('required', [])).map(&:to_sym)
    end
  end
end

require_relative 'schema/reader'
require_relative 'schema/validator'
require_relative 'schema/converter'
require_relative 'schema/defaults'
