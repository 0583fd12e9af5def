# frozen_string_literal: true

module Motia
  # What `trigger` returns. As JSON it is plain data, as in the other languages.
  class Receipt
    # A run that a trigger asked for.
    Run = Struct.new(:run_id, :step_id)

    attr_reader :id, :trace_id, :runs

    # @api private
    # @param attempt that triggered it, if one did; `staged` if the runs wait for its commit
    def initialize(data, target, asks, attempt, staged: false)
      @id = data['id']
      @trace_id = data['traceId']
      @routed = data['routed']
      @runs = data['runs'].map { |run| Run.new(run['runId'], run['stepId']) }.freeze
      @topic = data['topic']
      @target = target
      @asks = asks
      @attempt = attempt
      @staged = staged
    end

    # Whether a step has the id, or subscribes to the topic.
    def routed?
      @routed
    end

    # Waits for the runs. @return the run's result for an id, a list in subscriber order for a topic
    # @raise [Error] `MOTIA_UNROUTED`, `MOTIA_RESULT_BEFORE_COMMIT`
    # @raise [CallFailedError] if a run failed for good
    def result
      raise Error.of('MOTIA_UNROUTED', target: @target, nearest: '') unless routed?

      if @staged
        raise Error.of('MOTIA_RESULT_BEFORE_COMMIT', target: @target) if @attempt.open?
        raise @attempt.closed_error if @attempt.phase == :closed # nothing was committed
      end
      asker = @attempt unless @attempt&.over?
      values = @asks.ask(asker, { verb: 'results', runIds: runs.map(&:run_id) }).map { |run| Receipt.value_of(run) }
      @topic ? values : values.first
    end

    def to_h
      listed = runs.map { |run| { runId: run.run_id, stepId: run.step_id } }
      { id: id, traceId: trace_id, routed: routed?, runs: listed }
    end

    def inspect
      "#<Motia::Receipt #{id} of #{@target}>"
    end

    # @api private
    # @param run a run result of the protocol
    def self.value_of(run)
      return Worker::JsonText.decode(run['result']) if run['ok']

      raise CallFailedError.new(run['runId'], run['stepId'], run['status'], run['reason'])
    end
  end
end
