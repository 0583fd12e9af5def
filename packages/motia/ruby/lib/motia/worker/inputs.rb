# frozen_string_literal: true

require_relative 'json_text'

module Motia
  module Worker
    # What goes into a handler: a payload or a request's parts after their schemas.
    module Inputs
      module_function

      # @param input JSON text
      # @raise [ValidationError]
      def decode(step, input)
        JsonText.decode(input)
      rescue JSON::NestingError
        raise ValidationError.new(step.id, [{ path: '', message: "is nested in more than #{JsonText::MAX_DEPTH} levels" }])
      end

      # @return [Array(Object, Boolean)] what the handler takes, and whether it was an HTTP request
      def prepare(step, value)
        case step.kind
        when :event then [to_payload(step, value), false]
        when :cron then [to_tick(value), false]
        else to_request(step, value)
        end
      end

      # Members that begin with `__` are metadata: never validated, kept for the handler.
      def to_payload(step, value)
        schema = step.schema
        return value unless schema

        plain, meta = split_meta(value)
        checked, issues = schema.validate(plain)
        raise ValidationError.new(step.id, issues) if issues

        meta && checked.is_a?(Hash) ? checked.merge(meta) : checked
      end

      def to_tick(value)
        parts = value.is_a?(Hash) ? value : {}
        Tick.new(scheduled_at: parts[:scheduledAt], schedule: parts[:schedule])
      end

      def to_request(step, value)
        sent = value[:__request] if value.is_a?(Hash)
        return [from_http(step, sent), true] if sent.is_a?(Hash)

        plain, meta = split_meta(value)
        parts = valid_parts(step, { body: plain, params: {}, query: {}, headers: {} })
        parts[:body] = parts[:body].merge(meta) if meta && parts[:body].is_a?(Hash)
        path = step.options[:path].to_s
        raw = JsonText.generate(plain).b
        [Request.new(**parts, raw_body: raw, method: step.options[:method].to_s.upcase, path: path, url: path), false]
      end

      def from_http(step, sent)
        raw = sent[:raw].to_s
        raw = raw.unpack1('m') if sent[:rawEncoding] == 'base64'
        given = %i[params query headers].to_h { |part| [part, sent[part] || {}] }
        parts = valid_parts(step, { body: body_of(step, sent, raw), **given })
        parts[:headers] = parts[:headers].transform_keys(&:name)
        cookies = Cookie.parse(sent.dig(:headers, :cookie))
        place = { method: sent[:method], path: sent[:path], url: sent[:url], ip: sent[:ip].to_s, locals: sent[:locals] || {} }
        Request.new(**parts, cookies: cookies, raw_body: raw.b, **place)
      end

      # JSON, what came with it (a form, a text), or its bytes.
      def body_of(step, sent, raw)
        return decode(step, sent[:body]) if sent[:body]
        return nil if raw.empty?

        sent[:isJson] ? decode(step, raw.dup.force_encoding(Encoding::UTF_8)) : raw.b
      end

      def valid_parts(step, parts)
        schemas = step.schemas
        return parts.dup if schemas.empty?

        wrong = []
        parts = parts.to_h do |part, value|
          schema = schemas[part]
          next [part, value] unless schema

          checked, issues = schema.validate(value)
          issues&.each { |issue| wrong << { **issue, in: part.name } }
          [part, checked]
        end
        raise ValidationError.new(step.id, wrong) unless wrong.empty?

        parts
      end

      def split_meta(value)
        return [value, nil] unless value.is_a?(Hash) && value.any? { |key, _| key.start_with?('__') }

        meta, plain = value.partition { |key, _| key.start_with?('__') }
        [plain.to_h, meta.to_h]
      end
    end
  end
end
