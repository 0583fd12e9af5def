# frozen_string_literal: true

# What the author of a step requires: `event`, `api`, `cron`, `noop` at the top of a file, and the module `Motia`.
# START READING HERE, then motia/step.rb. Nothing here runs a step: the worker (motia/worker.rb) does.
require_relative 'motia/version'
require_relative 'motia/errors'
require_relative 'motia/notation'
require_relative 'motia/ambient'
require_relative 'motia/logger'
require_relative 'motia/response'
require_relative 'motia/cookie'
require_relative 'motia/server_sent'
require_relative 'motia/webhooks'
require_relative 'motia/step'
require_relative 'motia/setup'
require_relative 'motia/authoring'

# The authoring API. Everything blocks until it is done: a step may start threads of its own.
module Motia
  class << self
    # Asks for a run of a step, or of every step that subscribes to a topic, without waiting for it. Inside a handler it
    # commits with the attempt; outside of any it returns when the request is on disk.
    #
    # Keywords other than the options are the payload, if none is given: `Motia.trigger('greet', name: 'Ada')`.
    #
    # @param delay milliseconds until the run may start
    # @param after a receipt or several: start only when their runs have succeeded
    # @param key the same key to the same step within 24 h gives the first run's receipt instead of a new run
    # @param now inside a handler: to disk at once, whatever becomes of the attempt
    # @return [Receipt]
    def trigger(target, payload = nil, delay: nil, after: nil, key: nil, now: false, **rest)
      Ambient.host.trigger(target, payload, { delay: delay, after: after, key: key, now: now }, rest)
    end

    # Triggers now and waits for the result of the run; a list of results for a topic's.
    # @raise [CallFailedError] if the run fails for good
    def call(target, payload = nil, delay: nil, after: nil, key: nil, now: false, **rest)
      Ambient.host.call(target, payload, { delay: delay, after: after, key: key, now: now }, rest)
    end

    # Entries belong to the run that logs them, wherever in its code that is. Outside of Motia they go nowhere.
    def logger
      Logger
    end

    # An answer of an api step with a status of its own. Returning it commits, whatever the status.
    def response(status, body = nil, headers = {})
      Response.new(status, body, headers)
    end

    # Sends the client elsewhere: 302 by default; 303 after a form, 301 or 308 for good.
    # @param url absolute, or a path; what HTTP cannot carry (umlauts, spaces) is encoded
    def redirect(url, status = 302, headers = {})
      Response.redirect(url, status, headers)
    end

    # The value of a `set-cookie` header; an array of them sets several. `request.cookies` decodes the value.
    # @param options max_age (seconds), expires, path, domain, secure, http_only, same_site
    def set_cookie(name, value, **options)
      Cookie.format(name, value, **options)
    end

    # The same for deleting one, by the path and domain that it was set with.
    def clear_cookie(name, path: '/', domain: nil)
      Cookie.format(name, '', path: path, domain: domain, max_age: 0, expires: Time.at(0))
    end

    # Answers with server-sent events as they come, until the source ends or the client goes.
    # @param source what has `each`, of texts or of `{ data:, event:, id:, retry: }`
    def sse(source, headers = {})
      Response.new(200, ServerSent.encode(source), { **ServerSent::HEADERS, **headers })
    end

    # @raise [HttpError] 401 unless Stripe has signed the request
    def verify_stripe(request, secrets, tolerance: 300)
      Webhooks.verify_stripe(request, secrets, tolerance)
    end

    # @raise [HttpError] 401 unless GitHub has signed the request
    def verify_github(request, secrets)
      Webhooks.verify_github(request, secrets)
    end

    # @raise [HttpError] 401 unless Slack has signed the request
    def verify_slack(request, secrets, tolerance: 300)
      Webhooks.verify_slack(request, secrets, tolerance)
    end
  end
end

# At the top of a file only, not on every object.
extend Motia::Authoring
