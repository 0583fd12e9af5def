# frozen_string_literal: true

require 'json'

module Motia
  # Server-sent events, as `Motia.sse` answers them; the API server keeps them alive while their source is silent.
  module ServerSent
    HEADERS = {
      'content-type' => 'text/event-stream; charset=utf-8',
      'cache-control' => 'no-cache, no-transform',
      'x-accel-buffering' => 'no' # nginx would keep events until they are many
    }.freeze

    module_function

    # An enumerator of texts, piece by piece.
    def encode(source)
      Enumerator.new { |pieces| source.each { |event| pieces << encode_event(event) } }
    end

    def encode_event(event)
      parts = event.is_a?(Hash) ? event.transform_keys(&:to_sym) : { data: event }
      text = +''
      # A line break would begin another field.
      %i[event id].each { |name| text << "#{name}: #{parts[name].to_s.gsub(/[\r\n\0]+/, ' ')}\n" unless parts[name].nil? }
      text << "retry: #{[0, parts[:retry].round].max}\n" if parts[:retry]
      lines_of(parts[:data]).each { |line| text << "data: #{line}\n" } if parts.key?(:data)
      text << "\n"
    end

    def lines_of(data)
      data.is_a?(String) ? data.split(/\r\n|\r|\n/, -1).then { |lines| lines.empty? ? [''] : lines } : [JSON.generate(data)]
    end
  end
end
