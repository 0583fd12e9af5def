# frozen_string_literal: true

require_relative '../worker/ids'
require_relative '../worker/json_text'
require_relative '../worker/plain_fields'
require_relative '../worker/state_write'
require_relative '../worker/targets'
require_relative '../worker/triggers'

module Motia
  module Testing
    # What a handler that runs by itself has around it: the state and the calls that the test gives, instead of an app.
    # Stands where Worker::Asks does, and answers on the spot.
    class GivenWorld
      # Of `logger`: Hashes of `level`, `message` and perhaps `fields`.
      attr_reader :logs
      # Requests that went out at once: `now`, or called.
      attr_reader :sent
      attr_reader :triggers

      def initialize(state, calls)
        @groups = state.to_h do |group, items|
          texts = items.to_h { |key, value| [key.to_s, Worker::JsonText.encode(value, "state #{group}/#{key}")] }
          [group.to_s, texts]
        end
        @calls = calls.to_h { |id, answer| [id.to_s, answer] }
        @logs = []
        @sent = []
        @triggers = Worker::Triggers.new(self, Worker::Targets.new, ->(message) { log('warn', message, nil) })
      end

      def log(level, message, fields)
        plain = fields.nil? ? {} : Worker::JsonText.decode(Worker::JsonText.generate(Worker::PlainFields.of(fields)))
        @logs << { level: level, message: message.to_s, **(plain.empty? ? {} : { fields: plain }) }
      end

      # What would be stored now. @raise [Error] `MOTIA_STATE_TYPE`, as the commit would
      def state_after(writes)
        groups = @groups.transform_values { |items| items.transform_values { |text| [text, 1] } }
        writes.each { |write| Worker::StateWrite.lay_over(groups[write[:group]] ||= {}, write) }
        groups.reject { |_, items| items.empty? }.transform_values do |items|
          items.transform_values { |text, _| Worker::JsonText.decode(text) }
        end
      end

      # Worker::Asks#ask: what the handler wants to know.
      def ask(_attempt, question)
        case question[:verb]
        when 'state.get' then stored(question)
        when 'state.list'
          @groups.fetch(question[:group], {}).sort.map { |key, text| { 'key' => key, 'value' => text, 'version' => 1 } }
        when 'results' then []
        else send_now(question[:verb], question[:request])
        end
      end

      private

      def stored(question)
        text = @groups.fetch(question[:group], {})[question[:key]]
        text.nil? ? { 'version' => 0 } : { 'value' => text, 'version' => 1 }
      end

      def send_now(verb, request)
        @sent << request
        return answer(request) if verb == 'call'

        { 'id' => request[:id], 'traceId' => Worker::Ids.next, 'routed' => false, 'runs' => [], 'topic' => false }
      end

      def answer(request)
        target = request[:target]
        unless @calls.key?(target)
          what = "the step calls \"#{target}\": say what that gives, run_step(step, input, calls: { '#{target}' => … })"
          raise Error.of('MOTIA_OPTION', what: what)
        end
        given = @calls[target]
        value = given.respond_to?(:call) ? given.call(Worker::JsonText.decode(request[:payload])) : given
        { 'runId' => Worker::Ids.next, 'ok' => true, 'result' => Worker::JsonText.encode(value, "answer of #{target}") }
      end
    end
  end
end
