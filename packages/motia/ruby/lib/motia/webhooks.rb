# frozen_string_literal: true

module Motia
  # Checks that a webhook comes from whom it says. `Motia.verify_stripe` and its like call it, with the request.
  module Webhooks
    module_function

    # `stripe-signature`: `t=<seconds>,v1=<hex>[,v1=<hex>]`, over `<seconds>.<body>`.
    def verify_stripe(request, secrets, tolerance)
      parts = text_of(request, 'stripe-signature').split(',').map { |part| part.strip.split('=', 2) }
      time = parts.assoc('t')&.last.to_s
      assert_recent(time, tolerance)
      signatures = parts.select { |name, _| name == 'v1' }.map { |_, signature| signature.to_s }
      assert_signed('verify_stripe', secrets, "#{time}.".b + request.raw_body, signatures)
    end

    # `x-hub-signature-256`: `sha256=<hex>`, over the body. It names no time.
    def verify_github(request, secrets)
      signature = text_of(request, 'x-hub-signature-256')[/\Asha256=(.*)\z/, 1].to_s
      assert_signed('verify_github', secrets, request.raw_body, [signature])
    end

    # `x-slack-signature`: `v0=<hex>`, over `v0:<x-slack-request-timestamp>:<body>`.
    def verify_slack(request, secrets, tolerance)
      time = text_of(request, 'x-slack-request-timestamp')
      signature = text_of(request, 'x-slack-signature')[/\Av0=(.*)\z/, 1].to_s
      assert_recent(time, tolerance)
      assert_signed('verify_slack', secrets, "v0:#{time}:".b + request.raw_body, [signature])
    end

    def text_of(request, name)
      value = request.headers[name]
      value.is_a?(String) ? value : raise(HttpError.new(401, "the header #{name} is missing"))
    end

    def assert_recent(time, tolerance)
      return if time.match?(/\A\d{1,12}\z/) && (Time.now.to_f - time.to_i).abs <= tolerance

      raise HttpError.new(401, 'the signature is too old, or names no time')
    end

    # By any of the secrets, with any of the signatures. Comparing takes as long whatever is wrong.
    def assert_signed(name, secrets, signed, signatures)
      require 'openssl' # only here: it takes a while
      listed = [*secrets]
      if listed.empty? || listed.any? { |secret| !secret.is_a?(String) || secret.empty? }
        raise Error.of('MOTIA_OPTION', what: "#{name} was given no secret")
      end

      expected = listed.map { |secret| OpenSSL::HMAC.hexdigest('SHA256', secret, signed) }
      return if expected.product(signatures).any? { |ours, theirs| OpenSSL.secure_compare(ours, theirs.downcase) }

      raise HttpError.new(401, 'the signature does not match')
    end
  end
end
