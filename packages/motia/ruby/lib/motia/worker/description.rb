# frozen_string_literal: true

require_relative 'plain_value'

module Motia
  module Worker
    # From a loaded step to what the host is told of it, or to what is wrong with it.
    class Description
      # @param source the file's path relative to the root
      def initialize(step, arguments, source, scan)
        @step = step
        @arguments = arguments
        @source = source
        @scan = scan
        @seen = scan.find(step.kind.name, step.id, step.line)
      end

      # Mistakes of the protocol: of options only what the host cannot see.
      def mistakes
        problems = @step.problems + (@arguments ? @arguments.problems : []) + option_problems
        problems.map do |message|
          mistake = { file: @source, line: @step.line, message: message }
          mistake[:stepId] = @step.id if @step.id.is_a?(String) && !@step.id.empty?
          mistake
        end
      end

      # As docs/protocol.md lists it.
      def to_h
        described = {
          kind: @step.kind,
          id: @step.id,
          file: @source,
          line: @step.line,
          language: Protocol::LANGUAGE,
          exportName: @seen&.name || @step.id,
          options: options,
          triggers: ((@seen ? @seen.triggers : []) + @scan.triggers).uniq
        }
        described.merge(schemas)
      end

      private

      def schemas
        parts = @step.schemas
        told = { payloadSchema: @step.payload_schema, querySchema: parts[:query], paramsSchema: parts[:params],
                 headersSchema: parts[:headers] }
        told = told.compact.transform_values(&:json_schema)
        responses = @step.response_schemas.transform_values(&:json_schema)
        responses.empty? ? told : told.merge(responseSchemas: responses)
      end

      def options
        @options ||= @step.options.reject { |name, _| %i[id schema].include?(name) }.to_h do |name, value|
          [camel(name), name == :method ? value.to_s.upcase : to_plain(value, name)]
        end
      end

      # `max_delay` within `retry` as well; a topic may be a symbol.
      def to_plain(value, name)
        value = value.transform_keys { |key| camel(key) } if value.is_a?(Hash)
        PlainValue.of(value, "option #{name}")
      end

      def option_problems
        options
        []
      rescue Error => e
        [e.message]
      end

      def camel(name)
        name.to_s.gsub(/(?<=[a-z0-9])_([a-z0-9])/) { Regexp.last_match(1).upcase }
      end
    end
  end
end
