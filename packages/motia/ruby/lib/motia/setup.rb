# frozen_string_literal: true

module Motia
  # What the project's `motia/setup.rb` wants done once in each process that runs handlers: the home of connections.
  module Setup
    class << self
      # @api private
      attr_accessor :file, :starts, :stops

      def add(list, verb, block)
        raise Error.of('MOTIA_OPTION', what: "#{verb} needs a block") unless block

        made_in = caller_locations(2, 1).first
        if file && File.expand_path(made_in.absolute_path || made_in.path) != file
          raise Error.of('MOTIA_OPTION', what: "#{verb} belongs into motia/setup.rb, not #{made_in.path}")
        end
        list << block
        nil
      end
    end
    self.starts = []
    self.stops = []
  end

  class << self
    # In `motia/setup.rb`: runs after the files were loaded, before the first handler.
    def on_start(&block)
      Setup.add(Setup.starts, 'on_start', block)
    end

    # In `motia/setup.rb`: runs when the process ends, after its last handler.
    def on_stop(&block)
      Setup.add(Setup.stops, 'on_stop', block)
    end
  end
end
