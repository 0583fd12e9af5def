# frozen_string_literal: true

require_relative 'utf8'

module Motia
  module Worker
    # Backtraces as a step's author knows them: the frames of the project's own code, files relative to its root.
    module Backtrace
      FRAME = /\A(?<path>.+?):(?<line>\d+)(?<rest>(?::in .*)?)\z/m.freeze
      # Within the project, and yet not written by its author.
      FOREIGN = %r{\A(?:node_modules|vendor/bundle|\.bundle|\.motia)/}.freeze
      OWN = "#{File.expand_path('../../..', __dir__)}/"
      MAX_FRAMES = 60

      @roots = []

      class << self
        # @param root the project's folder
        def root=(root)
          real = File.exist?(root) ? File.realpath(root) : root
          @roots = [root, real].uniq.map { |path| path.end_with?('/') ? path : "#{path}/" }
        end

        # The project's frames; those of libraries if there are no others.
        def of(lines)
          frames = (lines || []).map { |line| Utf8.of(line) }
          mine = frames.map { |frame| relative(frame) }.compact
          mine = frames.reject { |frame| frame.start_with?(OWN) || frame.start_with?('<internal:') } if mine.empty?
          mine.first(MAX_FRAMES)
        end

        # @return [Array(String, Integer), nil] file relative to the root and line of the first frame in the project
        def place_in(lines)
          (lines || []).each do |line|
            found = FRAME.match(relative(Utf8.of(line)).to_s)
            return [found[:path], found[:line].to_i] if found
          end
          nil
        end

        # The path within the project with forward slashes, or nothing if it is outside or not the author's.
        def within_project(path)
          root = @roots.find { |candidate| path.start_with?(candidate) }
          inner = root && path.delete_prefix(root)
          inner unless inner.nil? || FOREIGN.match?(inner)
        end

        private

        def relative(frame)
          found = FRAME.match(frame)
          inner = found && within_project(found[:path])
          inner && "#{inner}:#{found[:line]}#{found[:rest]}"
        end
      end
    end
  end
end
