# frozen_string_literal: true

module Motia
  # The four functions that make steps, for the top of a file and as `Motia.event`. The block is the handler.
  # Options are those of docs/steps.md with underscores: `body_limit`, `catch_up`, `max_delay`.
  module Authoring
    # A step that an HTTP request triggers.
    def api(**options, &handler)
      Step.make(:api, options, handler)
    end

    # A step that a message to its id, or to a topic in `on:`, triggers.
    def event(**options, &handler)
      Step.make(:event, options, handler)
    end

    # A step that a schedule triggers.
    def cron(**options, &handler)
      Step.make(:cron, options, handler)
    end

    # A step that stands for something outside: it never runs by itself, and passing it succeeds at once.
    def noop(**options)
      Step.make(:noop, options, nil)
    end

    # `motia.trigger(…)` reads like the other languages.
    def motia
      Motia
    end

    private :api, :event, :cron, :noop, :motia
  end

  extend Authoring

  class << self
    public :api, :event, :cron, :noop
  end
end
