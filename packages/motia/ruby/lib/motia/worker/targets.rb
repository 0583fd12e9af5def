# frozen_string_literal: true

module Motia
  module Worker
    # What this process knows of the project's targets: the routes that the host sends. Replaced whole.
    class Targets
      NONE = [].freeze
      Known = Struct.new(:routes, :strict)

      def initialize
        @known = Known.new({}, false)
      end

      def replace(routes, strict)
        @known = Known.new(routes || {}, strict == true)
      end

      # Ids of the steps that a target reaches; none for an unknown one.
      def steps_of(target)
        @known.routes[target] || NONE
      end

      # An id reaches itself; whatever else is known is a topic.
      def topic?(target)
        steps = @known.routes[target]
        !steps.nil? && !steps.include?(target)
      end

      # Whether unknown targets are errors.
      def strict?
        @known.strict
      end

      # `, did you mean "x"?` or nothing.
      def did_you_mean(word)
        best = nil
        limit = [2, word.length / 3].max + 1
        @known.routes.each_key do |candidate|
          next if (candidate.length - word.length).abs >= limit

          distance = edit_distance(word.downcase, candidate.downcase)
          best, limit = candidate, distance if distance < limit
        end
        best ? ", did you mean \"#{best}\"?" : ''
      end

      private

      def edit_distance(one, other)
        row = (0..other.length).to_a
        one.each_char.with_index(1) do |char, i|
          row = other.each_char.with_index(1).each_with_object([i]) do |(other_char, j), line|
            line << [row[j - 1] + (char == other_char ? 0 : 1), row[j] + 1, line[j - 1] + 1].min
          end
        end
        row.last
      end
    end
  end
end
