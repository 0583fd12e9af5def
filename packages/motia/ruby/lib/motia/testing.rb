# frozen_string_literal: true

require 'motia'
require_relative 'testing/lone_host'
require_relative 'testing/lone_run'

module Motia
  # What a project's tests require, and include: `run_step`. Works under Minitest, RSpec and Test::Unit.
  module Testing
    module_function

    # Runs one handler by itself, its input checked and its code called as a worker does it. What it asks for is given
    # back instead of being done: nothing is stored, nothing else runs. The twin of testing/run-step.ts.
    #
    # @param step what `event` and its like returned, or the id of a step whose file has been loaded
    # @param input the payload; of an api step, a Hash with some of `body`, `params`, `query`, `headers` and `locals`; of a
    #   cron step a tick, by default one that is due now
    # @param state what is stored: group → key → value
    # @param calls what `call` of a step gives, by id: a value, or a lambda that takes the payload
    # @param attempt 1 for the first
    # @param timeout real milliseconds until the deadline; by default the step's own, or 30 s
    # @return [StepRun]
    # @raise what the handler raises; ValidationError for an input that does not match the schema
    def run_step(step, input = nil, state: {}, calls: {}, attempt: 1, timeout: nil)
      LoneRun.new(LoneRun.find(step), GivenWorld.new(state, calls)).call(input, attempt, timeout)
    end
  end

  Ambient.host = Testing::LoneHost.new
end
