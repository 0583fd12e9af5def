# frozen_string_literal: true

module Motia
  # The steps that were made in this process, in order. The worker's loader asks it; nobody else needs to.
  module Registry
    OWN = "#{File.expand_path('..', __dir__)}/"

    @steps = []
    @files = {}

    class << self
      # The steps so far.
      attr_reader :steps

      # Absolute paths of the files that may hold steps, as keys: set by the loader.
      attr_writer :files

      def add(step)
        @steps << step
      end

      # Where a step is made: in the nearest file that may hold steps, so that a factory elsewhere may make it.
      # @return [Array(String, Integer)] absolute path and line
      def place_of(locations)
        places = locations.map { |place| [place.absolute_path || place.path, place.lineno] }
        places.reject! { |(path, _)| path.nil? || path.start_with?(OWN) }
        places.find { |(path, _)| @files.key?(path) } || places.first || ['(unknown)', 0]
      end
    end
  end
end
