# frozen_string_literal: true

module Motia
  class Schema
    # The keywords of JSON Schema for objects. Members have symbols as keys.
    module ObjectKeywords
      module_function

      def checks_of(node, compiler, path)
        [
          required_check(node),
          properties_check(node, compiler, path),
          others_check(node, compiler, path),
          names_check(node, compiler, path),
          Keywords.count_check(node, 'minProperties', 'at least', Hash, 'members') { |size, limit| size >= limit },
          Keywords.count_check(node, 'maxProperties', 'at most', Hash, 'members') { |size, limit| size <= limit },
          dependent_check(node)
        ]
      end

      def required_check(node)
        return unless node['required'].is_a?(Array) && !node['required'].empty?

        names = node['required'].map(&:to_sym)
        lambda do |value|
          next if !value.is_a?(Hash) || names.all? { |name| value.key?(name) }

          names.reject { |name| value.key?(name) }.map { |name| [[name], 'is missing'] }
        end
      end

      def properties_check(node, compiler, path)
        return unless node['properties'].is_a?(Hash)

        checks = node['properties'].map { |name, inner| [name.to_sym, compiler.compile(inner, path + [name])] }
        lambda do |value|
          next unless value.is_a?(Hash)

          found = nil
          checks.each do |name, check|
            next unless value.key?(name)

            wrong = check.call(value[name])
            (found ||= []).concat(Keywords.within(name, wrong)) if wrong
          end
          found
        end
      end

      # `patternProperties` and `additionalProperties`.
      def others_check(node, compiler, path)
        patterns = (node['patternProperties'] || {}).map do |pattern, inner|
          [TextKeywords.to_regexp(pattern, path), compiler.compile(inner, path + [pattern])]
        end
        others = node['additionalProperties']
        return if patterns.empty? && (others.nil? || others == true)

        known = (node['properties'] || {}).keys.map(&:to_sym)
        rest = others == false ? ->(_value) { [[[], 'is unknown']] } : compiler.compile(others.nil? ? true : others, path)
        lambda do |value|
          next unless value.is_a?(Hash)

          found = value.flat_map do |name, member|
            matching = patterns.select { |pattern, _| pattern.match?(name.to_s) }.map(&:last)
            matching = [rest] if matching.empty? && !known.include?(name)
            matching.flat_map { |check| Keywords.within(name, check.call(member) || []) }
          end
          found.empty? ? nil : found
        end
      end

      def names_check(node, compiler, path)
        return unless node.key?('propertyNames')

        check = compiler.compile(node['propertyNames'], path)
        lambda do |value|
          next unless value.is_a?(Hash)

          found = value.keys.flat_map { |name| Keywords.within(name, check.call(name.to_s) || []) }
          found.empty? ? nil : found
        end
      end

      def dependent_check(node)
        needs = node['dependentRequired']
        return unless needs.is_a?(Hash)

        lambda do |value|
          next unless value.is_a?(Hash)

          missing = needs.flat_map { |name, others| value.key?(name.to_sym) ? others.map(&:to_sym) - value.keys : [] }
          missing.empty? ? nil : missing.uniq.map { |name| [[name], 'is missing'] }
        end
      end
    end
  end
end
