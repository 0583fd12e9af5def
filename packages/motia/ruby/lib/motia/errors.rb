# frozen_string_literal: true

require_relative 'catalogue'

module Motia
  # A coded error. `code` is one of docs/errors.md, `hint` says what to do.
  class Error < StandardError
    attr_reader :code, :hint

    # An error of the catalogue, its message and hint filled in.
    def self.of(code, **params)
      message, hint = CATALOGUE.fetch(code)
      new(code, fill(message, params), fill(hint, params))
    end

    def self.fill(template, params)
      template.gsub(/\{(\w+)\}/) { params.fetch(Regexp.last_match(1).to_sym) { Regexp.last_match(0) }.to_s }
    end
    private_class_method :fill

    def initialize(code, message, hint = '')
      super(message)
      @code = code
      @hint = hint
    end
  end

  # Raised by an api handler to answer with a status and body; effects of the attempt are rolled back.
  class HttpError < StandardError
    attr_reader :status, :body, :headers

    # @param status 400 to 599
    # @param body a String becomes `{ error: body }`
    def initialize(status, body = nil, headers = {})
      super(body.is_a?(String) ? body : "HTTP #{status}")
      @status = status
      @body = body.is_a?(String) ? { error: body } : body
      @headers = headers
    end
  end

  # Raised by a handler to fail its run at once, whatever attempts are left.
  class NonRetryableError < StandardError
  end

  # What `Motia.call` and `receipt.result` raise when the run that they wait for ends without success.
  class CallFailedError < Error
    attr_reader :run_id

    def initialize(run_id, step_id, status, reason)
      words = Error.of('MOTIA_CALL_FAILED', runId: run_id, stepId: step_id, status: status, reason: reason)
      super(words.code, words.message, words.hint)
      @run_id = run_id
    end
  end

  # An input that does not match. `issues` is a list of `{ path:, message:, in: }`.
  class ValidationError < Error
    attr_reader :issues

    def initialize(step_id, issues)
      listed = issues.map { |issue| "#{issue[:path].empty? ? '(root)' : issue[:path]}: #{issue[:message]}" }
      words = Error.of('MOTIA_VALIDATION', stepId: step_id, issues: listed.join('; '))
      super(words.code, words.message, words.hint)
      @issues = issues
    end
  end
end
