# frozen_string_literal: true

module Motia
  # An answer with a status of its own; what `Motia.response` makes.
  class Response
    attr_reader :status, :body, :headers

    def initialize(status, body = nil, headers = {})
      @status = status
      @body = body
      @headers = headers || {}
    end

    def to_h
      { status: status, body: body, headers: headers }
    end

    def ==(other)
      other.is_a?(Response) && to_h == other.to_h
    end
  end
end
