# frozen_string_literal: true

require_relative 'object_keywords'
require_relative 'text_keywords'

module Motia
  class Schema
    # The keywords of JSON Schema but `type`, each as a check of its own.
    module Keywords
      module_function

      # @param compiler makes the checks of inner schemas: `compile(node, path)` and `resolve(ref, path)`
      def checks_of(node, compiler, path)
        [
          *TextKeywords.checks_of(node, path),
          *number_checks(node),
          *ObjectKeywords.checks_of(node, compiler, path),
          *list_checks(node, compiler, path),
          *value_checks(node),
          *combined_checks(node, compiler, path)
        ].compact
      end

      def number_checks(node)
        [
          limit(node, 'minimum', 'at least') { |value, limit| value >= limit },
          limit(node, 'maximum', 'at most') { |value, limit| value <= limit },
          limit(node, 'exclusiveMinimum', 'more than') { |value, limit| value > limit },
          limit(node, 'exclusiveMaximum', 'less than') { |value, limit| value < limit },
          limit(node, 'multipleOf', 'a multiple of') { |value, limit| multiple?(value, limit) }
        ]
      end

      # 0.3 is a multiple of 0.1, whatever binary fractions make of them.
      def multiple?(value, limit)
        return (value % limit).zero? if value.is_a?(Integer) && limit.is_a?(Integer)

        times = value / limit.to_f
        times.finite? && (times - times.round).abs < 1e-9 * [1, times.abs].max
      end

      def limit(node, keyword, words)
        limit = node[keyword]
        return unless limit.is_a?(Numeric)

        lambda do |value|
          next if !value.is_a?(Numeric) || yield(value, limit)

          [[[], "expected #{words} #{limit}, got #{Schema.say(value)}"]]
        end
      end

      def list_checks(node, compiler, path)
        [
          items_check(node, compiler, path),
          count_check(node, 'minItems', 'at least', Array, 'items') { |size, limit| size >= limit },
          count_check(node, 'maxItems', 'at most', Array, 'items') { |size, limit| size <= limit },
          (method(:unique) if node['uniqueItems'] == true)
        ]
      end

      def count_check(node, keyword, words, type, noun)
        limit = node[keyword]
        return unless limit.is_a?(Integer)

        lambda do |value|
          next if !value.is_a?(type) || yield(value.size, limit)

          [[[], "expected #{words} #{limit} #{noun}, got #{value.size}"]]
        end
      end

      def items_check(node, compiler, path)
        first = node['prefixItems'] || (node['items'].is_a?(Array) ? node['items'] : [])
        rest = node['items'].is_a?(Array) ? node['additionalItems'] : node['items']
        return if first.empty? && rest.nil?

        heads = first.each_with_index.map { |inner, i| compiler.compile(inner, path + [i]) }
        tail = rest.nil? ? Validator::FITS : compiler.compile(rest, path + ['items'])
        lambda do |value|
          next unless value.is_a?(Array)

          found = nil
          value.each_with_index do |item, i|
            wrong = (heads[i] || tail).call(item)
            (found ||= []).concat(within(i, wrong)) if wrong
          end
          found
        end
      end

      def unique(value)
        return unless value.is_a?(Array)

        twice = value.size - value.uniq.size
        [[[], "expected every item once, got #{twice} of them again"]] if twice.positive?
      end

      def value_checks(node)
        [
          (choice_check(node['enum']) if node['enum'].is_a?(Array)),
          (choice_check([node['const']]) if node.key?('const'))
        ]
      end

      def choice_check(choices)
        values = choices.map { |choice| symbolized(choice) }
        listed = choices.map { |choice| Schema.say(choice) }.join(', ')
        words = choices.size == 1 ? listed : "one of #{listed}"
        lambda do |value|
          next if values.include?(value) && !(value == true && !values.any? { |known| known.equal?(true) })

          [[[], "expected #{words}, got #{Schema.say(value)}"]]
        end
      end

      def combined_checks(node, compiler, path)
        inner = ->(list) { list.map { |choice| compiler.compile(choice, path) } }
        [
          (compiler.resolve(node['$ref'], path) if node['$ref'].is_a?(String)),
          (any_of(inner.call(node['anyOf'])) if node['anyOf'].is_a?(Array)),
          (one_of(inner.call(node['oneOf'])) if node['oneOf'].is_a?(Array)),
          *(inner.call(node['allOf']) if node['allOf'].is_a?(Array)),
          (none_of(compiler.compile(node['not'], path)) if node.key?('not'))
        ]
      end

      # Names what came nearest: the choice that looks furthest into the value.
      def any_of(checks)
        lambda do |value|
          found = checks.map { |check| check.call(value) }
          next if found.any?(&:nil?)

          deep = found.select { |wrong| wrong.all? { |at, _| !at.empty? } }
          next deep.first if deep.size == 1

          [[[], joined(found.map { |wrong| wrong.first }, value)]]
        end
      end

      def joined(issues, value)
        expected = issues.map { |at, message| at.empty? ? message[/\Aexpected (.*), got /m, 1] : nil }
        return 'fits none of the choices' if expected.any?(&:nil?)

        "expected #{expected.uniq.join(' or ')}, got #{Schema.say(value)}"
      end

      def one_of(checks)
        any = any_of(checks)
        lambda do |value|
          fitting = checks.count { |check| check.call(value).nil? }
          next if fitting == 1

          fitting.zero? ? any.call(value) : [[[], "fits #{fitting} of the choices, and only one is allowed"]]
        end
      end

      def none_of(check)
        ->(value) { check.call(value) ? nil : [[[], 'is what it must not be']] }
      end

      def within(key, issues)
        issues.map { |path, message| [[key, *path], message] }
      end

      def symbolized(value)
        case value
        when Hash then value.to_h { |key, inner| [key.to_sym, symbolized(inner)] }
        when Array then value.map { |item| symbolized(item) }
        else value
        end
      end
    end
  end
end
