# frozen_string_literal: true

require_relative 'request'

module Motia
  # How a handler takes its input, worked out once from its parameters (ACCEPTANCE D11). Keywords get what they name,
  # positional parameters the whole input and the context. One class per kind of input; `call` binds and calls.
  class Arguments
    # Names that say what the whole is called in messages.
    Parameters = Struct.new(:positional, :required, :optional, :rest)

    # @return [Arguments] for the kind of step
    def self.of(step)
      { event: EventArguments, api: ApiArguments, cron: CronArguments }.fetch(step.kind).new(step)
    end

    # What cannot work whatever comes, as texts.
    attr_reader :problems

    def initialize(step)
      @step = step
      @function = step.handler.to_callable
      @problems = []
      @takes = read(step.handler.parameters)
      @keywords = @takes.required + @takes.optional
      @by_keyword = !@keywords.empty? || @takes.rest
      prepare
    end

    private

    def read(parameters)
      by_type = parameters.group_by(&:first).transform_values { |found| found.map(&:last) }
      needed = by_type.fetch(:req, []).size
      if needed > 2
        @problems << "the block takes #{needed} positional arguments, and there are two: the #{whole} and the context"
      end
      positional = by_type.key?(:rest) ? 2 : [needed + by_type.fetch(:opt, []).size, 2].min
      Parameters.new(positional, by_type.fetch(:keyreq, []), by_type.fetch(:key, []), by_type.key?(:keyrest))
    end

    # @param positional the whole input
    def invoke(positional, context, keywords)
      case @takes.positional
      when 0 then @by_keyword ? @function.call(**keywords) : @function.call
      when 1 then @by_keyword ? @function.call(positional, **keywords) : @function.call(positional)
      else
        @by_keyword ? @function.call(positional, context, **keywords) : @function.call(positional, context)
      end
    end

    def refuse_unknown(known)
      (@takes.required - known).each do |name|
        @problems << "the block needs #{name}:, and a handler of this kind gets #{known.map { |k| "#{k}:" }.join(', ')}"
      end
    end
  end

  # Members of the payload become keywords.
  class EventArguments < Arguments
    # @raise [ValidationError] if the payload lacks what a keyword needs
    def call(payload, context)
      return invoke(payload, context, nil) unless @by_keyword

      invoke(payload, context, keywords_of(payload, context))
    end

    private

    def whole
      'payload'
    end

    def prepare
      @wants_context = @keywords.include?(:ctx)
      @members = @keywords - [:ctx]
      @needed = @takes.required - [:ctx]
      @only_whole = (@members - [:payload]).empty? && !@takes.rest
      schema = @step.schema
      @may_lack = schema ? @needed.select { |name| schema.optional_member?(name) } : []
    end

    def keywords_of(payload, context)
      members = to_members(payload)
      keywords = {}
      if @takes.rest
        members.each { |name, value| keywords[name] = value unless name.start_with?('__') }
        keywords.delete(:ctx)
      else
        @members.each { |name| keywords[name] = members[name] if members.key?(name) }
      end
      keywords[:payload] = payload if @members.include?(:payload) && !keywords.key?(:payload)
      keywords[:ctx] = context if @wants_context
      fill_in(keywords) unless @needed.all? { |name| keywords.key?(name) }
      keywords
    end

    def to_members(payload)
      return payload if payload.is_a?(Hash)
      return {} if payload.nil? || @only_whole

      refuse([{ path: '', message: "expected an object, since the handler takes keywords; got #{Schema.say(payload)}" }])
    end

    def fill_in(keywords)
      @may_lack.each { |name| keywords[name] = nil unless keywords.key?(name) }
      missing = @needed.reject { |name| keywords.key?(name) }
      return if missing.empty?

      refuse(missing.map { |name| { path: name.to_s, message: 'is missing: the handler takes it as a keyword' } })
    end

    def refuse(issues)
      raise ValidationError.new(@step.id, issues)
    end
  end

  # Parts of the request become keywords.
  class ApiArguments < Arguments
    KNOWN = %i[body params query headers cookies raw_body method path url ip locals request ctx].freeze

    def call(request, context)
      return invoke(request, context, nil) unless @by_keyword

      keywords = @takes.rest ? request.to_h : {}
      @parts.each { |part| keywords[part] = request[part] }
      keywords[:request] = request if @wants_request
      keywords[:ctx] = context if @wants_context
      invoke(request, context, keywords)
    end

    private

    def whole
      'request'
    end

    def prepare
      refuse_unknown(KNOWN)
      @parts = @keywords & Request::PARTS
      @wants_request = @keywords.include?(:request)
      @wants_context = @keywords.include?(:ctx)
    end
  end

  # The tick, or its parts.
  class CronArguments < Arguments
    KNOWN = %i[tick scheduled_at schedule ctx].freeze

    def call(tick, context)
      return invoke(tick, context, nil) unless @by_keyword

      all = { tick: tick, scheduled_at: tick.scheduled_at, schedule: tick.schedule, ctx: context }
      invoke(tick, context, @takes.rest ? all : all.slice(*@known))
    end

    private

    def whole
      'tick'
    end

    def prepare
      refuse_unknown(KNOWN)
      @known = @keywords & KNOWN
    end
  end
end
