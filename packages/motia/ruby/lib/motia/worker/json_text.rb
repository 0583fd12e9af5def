# frozen_string_literal: true

require 'json'
require_relative 'plain_value'

module Motia
  module Worker
    # Payloads are JSON text between handlers: encoded once where they are made, parsed once where they are used.
    # What is plain goes straight to the generator; the rest is made plain first, and refused with its path.
    module JsonText
      MAX_DEPTH = PlainValue::MAX_DEPTH

      NATIVE_KEYS = [String, Symbol, Integer].freeze

      module_function

      # @param what names the value in the error: "payload of send-email", "result of …"
      # @raise [Error] `MOTIA_PAYLOAD` with the path of what JSON cannot carry
      def encode(value, what)
        return 'null' if value.nil?
        return generate(value) if native?(value, 0)

        generate(PlainValue.of(value, what))
      rescue JSON::GeneratorError, EncodingError
        generate(PlainValue.of(value, what))
      end

      # Objects become Hashes with symbols as keys.
      def decode(text)
        JSON.parse(text, symbolize_names: true, max_nesting: MAX_DEPTH)
      end

      # JSON text of what is known to be plain.
      def generate(value)
        JSON.generate(value, max_nesting: 0)
      end

      # Text as a JSON string. A project may have changed `to_json` of everything.
      def quote(text)
        JSON.generate(text)
      end

      # Whether the generator makes of it what is meant. NaN and broken text it refuses itself.
      def native?(value, depth)
        klass = value.class
        if klass == String || klass == Integer || klass == Float || klass == Symbol || value.nil? || value == true || value == false
          true
        elsif klass == Hash
          depth < MAX_DEPTH && value.all? { |key, item| NATIVE_KEYS.include?(key.class) && native?(item, depth + 1) }
        elsif klass == Array
          depth < MAX_DEPTH && value.all? { |item| native?(item, depth + 1) }
        else
          false
        end
      end
    end
  end
end
