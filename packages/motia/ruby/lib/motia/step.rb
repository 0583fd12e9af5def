# frozen_string_literal: true

require_relative 'handler'
require_relative 'registry'
require_relative 'request'
require_relative 'schema'

module Motia
  # A unit of code with a trigger: what `api`, `event`, `cron` and `noop` return. Its handler stays a plain function that
  # a unit test calls: `step.call(userId: 'u1', score: 0.5, ctx: fake)`.
  class Step
    KINDS = %i[api event cron noop].freeze
    API_PARTS = %i[body params query headers].freeze

    attr_reader :kind, :id, :options, :handler, :file, :line

    # What is wrong with it, as texts: reported with its file when the project is loaded.
    attr_reader :problems

    # @api private
    def self.make(kind, options, block)
      place = Registry.place_of(caller_locations(2))
      step = new(kind, options, block, place)
      Registry.add(step)
      step
    end

    def initialize(kind, options, block, place)
      @kind = kind
      @options = options
      @file, @line = place
      @id = options[:id].is_a?(Symbol) ? options[:id].to_s : options[:id]
      @problems = []
      @handler = block && Handler.new(block)
      @problems << "#{kind} needs a block" if block.nil? && kind != :noop
      check_id
      compile_schemas
    end

    # Runs the handler as the plain function that it is, with exactly these arguments.
    def call(*args, **keywords, &block)
      raise Error.of('MOTIA_OPTION', what: "a noop step has no handler to call: #{id}") unless handler

      handler.call(*args, **keywords, &block)
    end

    # The compiled schema of an event's payload.
    attr_reader :schema

    # The compiled schemas of a request's parts, by part.
    def schemas
      @schemas ||= {}
    end

    # The compiled schemas of an api step's answers, by status.
    def response_schemas
      @response_schemas ||= {}
    end

    # The schema of what triggering it by id takes, or nothing.
    def payload_schema
      kind == :api ? schemas[:body] : schema
    end

    def inspect
      "#<Motia::Step #{kind} #{id}>"
    end

    private

    def check_id
      if id.nil?
        @problems << 'id is missing'
      elsif !id.is_a?(String) || id.empty?
        @problems << 'id must be a text that is not empty'
      end
    end

    def compile_schemas
      given = options[:schema]
      return if given.nil?

      case kind
      when :event then @schema = compile(given, 'schema')
      when :api then compile_parts(given)
      end
    end

    def compile_parts(given)
      return @problems << 'schema must be a Hash of body, params, query, headers and response' unless given.is_a?(Hash)

      given.each do |part, notation|
        name = part.to_s.to_sym
        if name == :response
          compile_responses(notation)
        elsif API_PARTS.include?(name)
          compiled = compile(notation, "schema.#{name}", converts: name != :body) unless notation.nil?
          schemas[name] = compiled if compiled
        else
          @problems << "\"schema.#{name}\" does not exist: the parts are body, params, query, headers and response"
        end
      end
    end

    # One schema, that of a 200, or a Hash of them by status.
    def compile_responses(given)
      return if given.nil?

      by_status = given.is_a?(Hash) && !given.empty? && given.keys.all? { |key| key.to_s.match?(/\A[1-5]\d\d\z/) }
      (by_status ? given : { 200 => given }).each do |status, notation|
        compiled = compile(notation.nil? ? NilClass : notation, "schema.response.#{status}")
        response_schemas[status.to_s] = compiled if compiled
      end
    end

    def compile(notation, name, converts: false)
      Schema.compile(notation, converts: converts)
    rescue Schema::NotationError => e
      @problems << (e.path.empty? ? "#{name} #{e.message}" : "#{name}: #{e.path} #{e.message}")
      nil
    end
  end
end
