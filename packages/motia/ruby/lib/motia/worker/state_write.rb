# frozen_string_literal: true

require_relative 'json_text'

module Motia
  module Worker
    # What a state write makes of the JSON text that is there: the same rule as the host's, for an attempt's own view.
    module StateWrite
      module_function

      # @param current JSON text, or nothing
      # @return JSON text; nothing if nothing is stored afterwards
      # @raise [Error] `MOTIA_STATE_TYPE`
      def apply(current, write)
        case write[:op]
        when 'set' then write[:value]
        when 'increment' then increment(current, write)
        when 'append' then append(current, write)
        when 'patch' then patch(current, write)
        end
      end

      def touches?(write, key)
        write[:op] == 'clear' || write[:key] == key
      end

      # Whether these writes determine the value, whatever is stored.
      def decides_alone?(writes)
        writes.any? { |write| %w[set delete clear].include?(write[:op]) }
      end

      # @param items changed: key to `[value, version]`
      def lay_over(items, write)
        return items.clear if write[:op] == 'clear'

        before, version = items[write[:key]]
        value = apply(before, write)
        value.nil? ? items.delete(write[:key]) : items[write[:key]] = [value, version || 0]
      end

      def increment(current, write)
        value = current.nil? ? 0 : JsonText.decode(current)
        raise wrong_type(write, 'a number') unless value.is_a?(Numeric)

        JsonText.generate(value + write[:by])
      end

      def append(current, write)
        return "[#{write[:value]}]" if current.nil? || current == '[]'
        raise wrong_type(write, 'an array') unless current.start_with?('[')

        "#{current[0...current.rindex(']')]},#{write[:value]}]"
      end

      def patch(current, write)
        value = current.nil? ? {} : JsonText.decode(current)
        raise wrong_type(write, 'an object') unless value.is_a?(Hash)

        JsonText.generate(value.merge(JsonText.decode(write[:value])))
      end

      def wrong_type(write, wanted)
        Error.of('MOTIA_STATE_TYPE', op: write[:op], group: write[:group], key: write[:key], wanted: wanted)
      end
    end
  end
end
