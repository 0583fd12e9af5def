# frozen_string_literal: true

require 'json'

module Motia
  module Worker
    # A value of the project as one that JSON carries: dates as ISO 8601, errors as failures, objects by their `to_h` or
    # `to_json`. What nothing is known of is refused, with its path.
    class PlainValue
      # Deeper than any sensible payload, and well within a thread's stack.
      MAX_DEPTH = 500

      # @raise [Error] `MOTIA_PAYLOAD`
      def self.of(value, what)
        new(what).convert(value, [])
      end

      def initialize(what)
        @what = what
        @parents = {}.compare_by_identity
      end

      def convert(value, path)
        case value
        when nil, true, false, Integer then value
        when String then text(value, path)
        when Symbol then text(value.name, path)
        when Float then value.finite? ? value : refuse(value.to_s, path)
        when Hash, Array, Struct then within(value, path) { convert_parts(value, path) }
        when Exception then Failure.brief(value)
        else within(value, path) { convert_object(value, path) }
        end
      end

      private

      def convert_parts(value, path)
        case value
        when Hash then value.to_h { |key, item| [convert_key(key, path), convert(item, path + [key])] }
        when Array then value.each_with_index.map { |item, i| convert(item, path + [i]) }
        else convert_parts(value.to_h, path)
        end
      end

      def convert_key(key, path)
        case key
        when String then text(key, path)
        when Symbol then text(key.name, path)
        when Numeric, true, false then key.to_s
        else refuse("a key that is #{named(key)}", path)
        end
      end

      def convert_object(value, path)
        case value.class.name
        when 'Time', 'DateTime', 'ActiveSupport::TimeWithZone' then value.respond_to?(:iso8601) ? value.iso8601(3) : iso(value)
        when 'Date' then value.iso8601
        when 'BigDecimal' then value.finite? ? value.to_s('F') : refuse(value.to_s, path)
        when 'Set' then convert_parts(value.to_a, path)
        else convert(said(value, path), path)
        end
      end

      # Time has `iso8601` only once a library was required.
      def iso(time)
        zone = time.utc? ? 'Z' : time.strftime('%:z')
        "#{time.strftime('%Y-%m-%dT%H:%M:%S.%L')}#{zone}"
      end

      # What an object says that it is.
      def said(value, path)
        if own?(value, :to_h) then value.to_h
        elsif value.respond_to?(:to_ary) then value.to_ary
        elsif own?(value, :to_json) then JSON.parse(value.to_json, max_nesting: MAX_DEPTH)
        elsif value.is_a?(Time) then iso(value)
        else refuse(named(value), path)
        end
      end

      # Whether its class says so itself, not every object or every Enumerable.
      def own?(value, name)
        return false unless value.respond_to?(name)

        owner = value.method(name).owner
        owner != Object && owner != Kernel && owner != Enumerable && !owner.name.to_s.match?(/\A(?:JSON|ActiveSupport)::/)
      end

      # A text in any encoding as UTF-8; bytes that are none are refused.
      def text(value, path)
        utf8 = value.encoding == Encoding::BINARY ? value.dup.force_encoding(Encoding::UTF_8) : value.encode(Encoding::UTF_8)
        return String.new(utf8, encoding: Encoding::UTF_8) if utf8.valid_encoding?

        refuse('bytes that are no text', path)
      rescue EncodingError
        refuse('bytes that are no text', path)
      end

      def within(value, path)
        refuse('a cycle', path) if @parents.key?(value)
        refuse("more than #{MAX_DEPTH} levels", path.first(8)) if @parents.size >= MAX_DEPTH
        @parents[value] = true
        made = yield
        @parents.delete(value)
        made
      end

      def named(value)
        case value
        when Proc, Method then 'a function'
        when Module then "the class #{value.name}"
        when Enumerator then 'an Enumerator'
        else "a #{value.class.name || 'nameless object'}"
        end
      end

      def refuse(kind, path)
        words = { what: @what, kind: kind, path: path.empty? ? 'its root' : path.join('.') }
        raise Error.of('MOTIA_PAYLOAD', **words), cause: nil # what the generator said is no news
      end
    end
  end
end
