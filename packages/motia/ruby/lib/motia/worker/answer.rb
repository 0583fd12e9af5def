# frozen_string_literal: true

require_relative 'json_text'

module Motia
  module Worker
    # What an api handler returned, as an HTTP answer (ACCEPTANCE D6): nothing is 204, an envelope is what it says,
    # anything else is 200. Checked before anything is committed: what cannot be sent is a failure of the step.
    class Answer
      NAME = /\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z/.freeze
      VALUE = /\A[\t\x20-\x7e\u0080-\u00ff]*\z/.freeze

      attr_reader :status, :headers, :body

      # @param step_id for messages
      # @raise [Error] what the step did wrong
      def initialize(returned, step_id)
        @step_id = step_id
        @status, given, @body = parts_of(returned)
        unless @status.is_a?(Integer) && @status.between?(200, 599)
          raise refusal("#{step_id} answered with status #{@status.inspect}, none of 200 to 599")
        end
        @headers = to_headers(given)
      end

      # Whether the body comes piece by piece.
      def stream?
        case body
        when nil, String, Hash, Array, Struct, Range then false
        when Enumerator then true
        else
          !set?(body) && (body.respond_to?(:read) || (body.respond_to?(:each) && !body.respond_to?(:to_ary) && !body.respond_to?(:to_hash)))
        end
      end

      # @return JSON text
      def encode
        Protocol.response(status, headers, encoded_body)
      end

      private

      def parts_of(returned)
        return [204, {}, nil] if returned.nil?
        return [returned.status, returned.headers, returned.body] if returned.is_a?(Response)

        envelope_of(returned) || [200, {}, returned]
      end

      def envelope_of(returned)
        return nil unless returned.instance_of?(Hash)

        status = returned.fetch(:status) { returned['status'] }
        return nil unless status.is_a?(Integer) && status.between?(100, 599)
        return nil unless %i[body headers].any? { |key| returned.key?(key) || returned.key?(key.name) }

        [status, returned.fetch(:headers) { returned['headers'] } || {}, returned.fetch(:body) { returned['body'] }]
      end

      def encoded_body
        return body if body.nil? || (body.is_a?(String) && (body.encoding == Encoding::BINARY || typed?))

        JsonText.encode(body, "response of #{@step_id}")
      end

      def typed?
        headers.each_key.any? { |name| name.casecmp?('content-type') }
      end

      def to_headers(given)
        raise refusal("#{@step_id} answered with headers that are #{given.class}, no Hash") unless given.respond_to?(:to_h)

        given.to_h.reject { |_, value| value.nil? }.to_h do |name, value|
          text = value.is_a?(Array) ? value.map { |item| Utf8.of(item.to_s) } : Utf8.of(value.to_s)
          unless NAME.match?(name.to_s) && [*text].all? { |item| VALUE.match?(item) }
            raise refusal("#{@step_id} answered with the header #{name.to_s.inspect}, which HTTP cannot carry")
          end
          [name.to_s, text]
        end
      end

      def set?(value)
        value.class.ancestors.any? { |ancestor| ancestor.name == 'Set' }
      end

      def refusal(what)
        Error.of('MOTIA_OPTION', what: what)
      end
    end
  end
end
