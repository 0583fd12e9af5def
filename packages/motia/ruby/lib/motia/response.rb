# frozen_string_literal: true

module Motia
  # An answer with a status of its own; what `Motia.response` and `Motia.redirect` make.
  class Response
    REDIRECTS = [301, 302, 303, 307, 308].freeze

    attr_reader :status, :body, :headers

    # @raise [Error] on a line break, or a status that is no redirect
    def self.redirect(url, status, headers)
      text = url.to_s.scrub
      raise Error.of('MOTIA_OPTION', what: "redirect to #{text.inspect}, which is no URL") if text.empty? || text.match?(/[\x00-\x1f\x7f]/)
      unless REDIRECTS.include?(status)
        raise Error.of('MOTIA_OPTION', what: "redirect with #{status}, none of #{REDIRECTS.join(', ')}")
      end

      location = text.gsub(/[^\x21-\x7e]/) { |char| char.bytes.map { |byte| format('%%%02X', byte) }.join }
      new(status, nil, { **headers, 'location' => location })
    end

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
