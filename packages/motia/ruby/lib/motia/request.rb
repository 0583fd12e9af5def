# frozen_string_literal: true

module Motia
  # What an api handler gets. `body`, `params` and `query` are as their schemas leave them, with symbols as keys;
  # `headers` have lower-case texts as keys, `cookies` are decoded, `raw_body` is the body's bytes as they came,
  # `ip` is the client's address, `locals` what middlewares left.
  class Request
    PARTS = %i[body params query headers cookies raw_body method path url ip locals].freeze

    attr_reader(*PARTS)

    def initialize(body: nil, params: {}, query: {}, headers: {}, cookies: {}, raw_body: ''.b, method: 'GET', path: '/',
                   url: path, ip: '', locals: {})
      @body = body
      @params = params
      @query = query
      @headers = headers
      @cookies = cookies
      @raw_body = raw_body
      @method = method
      @path = path
      @url = url
      @ip = ip
      @locals = locals
    end

    def [](part)
      PARTS.include?(part) ? public_send(part) : nil
    end

    # For pattern matching: `case request in { method: 'POST', body: { name: } }`.
    def deconstruct_keys(_keys)
      to_h
    end

    def to_h
      PARTS.to_h { |part| [part, public_send(part)] }
    end
  end

  # The moment that a run of a cron step stands for. `scheduled_at` is an ISO 8601 text.
  class Tick
    attr_reader :scheduled_at, :schedule

    def initialize(scheduled_at: nil, schedule: nil)
      @scheduled_at = scheduled_at
      @schedule = schedule
    end

    def to_h
      { scheduled_at: scheduled_at, schedule: schedule }
    end
  end
end
