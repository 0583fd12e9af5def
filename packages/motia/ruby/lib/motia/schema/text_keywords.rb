# frozen_string_literal: true

module Motia
  class Schema
    # The keywords of JSON Schema for texts. Formats are checked by their looks; unknown ones are left alone.
    module TextKeywords
      DATE = /\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/.freeze
      CLOCK = /(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[zZ]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)/.freeze
      OCTET = /(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)/.freeze
      LABEL = /[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?/.freeze

      FORMATS = {
        'date' => /\A#{DATE}\z/,
        'time' => /\A#{CLOCK}\z/,
        'date-time' => /\A#{DATE}[tT ]#{CLOCK}\z/,
        'email' => /\A[^@\s]+@(?:#{LABEL}\.)+#{LABEL}\z/,
        'hostname' => /\A#{LABEL}(?:\.#{LABEL})*\z/,
        'uri' => /\A[a-zA-Z][a-zA-Z\d+.-]*:\S+\z/,
        'uuid' => /\A\h{8}-\h{4}-\h{4}-\h{4}-\h{12}\z/,
        'ipv4' => /\A#{OCTET}(?:\.#{OCTET}){3}\z/,
        'ipv6' => /\A(?=.*:)[\h:]{2,39}(?:#{OCTET}(?:\.#{OCTET}){3})?\z/
      }.freeze

      module_function

      def checks_of(node, path)
        [
          Keywords.count_check(node, 'minLength', 'at least', String, 'characters') { |size, limit| size >= limit },
          Keywords.count_check(node, 'maxLength', 'at most', String, 'characters') { |size, limit| size <= limit },
          pattern_check(node, path),
          format_check(node)
        ]
      end

      def pattern_check(node, path)
        regexp = node[:regexp] || (node['pattern'].is_a?(String) ? to_regexp(node['pattern'], path) : nil)
        regexp && matching(regexp, "text that matches #{(node[:regexp] || node['pattern']).inspect}")
      end

      def format_check(node)
        regexp = FORMATS[node['format']]
        return unless regexp

        article = node['format'].match?(/\A(?:[aei]|uri\z)/) && node['format'] != 'uri' ? 'an' : 'a'
        matching(regexp, "#{article} #{node['format']}")
      end

      def matching(regexp, words)
        lambda do |value|
          next if !value.is_a?(String) || value.match?(regexp)

          [[[], "expected #{words}, got #{Schema.say(value)}"]]
        end
      end

      # A pattern of JSON Schema: `^` and `$` are the ends of the text, not of a line.
      def to_regexp(pattern, path)
        inside = false
        source = pattern.gsub(/\\.|[\[\]^$]/m) do |token|
          case token
          when '[' then inside = true
          when ']' then inside = false
          end
          next token if inside || token.size > 1

          { '^' => '\A', '$' => '\z' }.fetch(token, token)
        end
        Regexp.new(source)
      rescue RegexpError => e
        raise NotationError.new(path.join('.'), "has a pattern that is none: #{e.message}")
      end
    end
  end
end
