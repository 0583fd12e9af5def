# frozen_string_literal: true

require 'time'

module Motia
  # Cookies (RFC 6265): read from a request's header, and written as a response's.
  module Cookie
    NAME = /\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z/.freeze
    UNSAFE = /[;\x00-\x1f]|[^\x00-\x7e]/.freeze
    SAME_SITE = { 'strict' => 'Strict', 'lax' => 'Lax', 'none' => 'None' }.freeze
    UNRESERVED = /[^A-Za-z0-9_.!~*'()-]/.freeze

    module_function

    # Of two with one name the first, which has the longer path.
    def parse(header)
      return {} unless header.is_a?(String)

      header.split(';').each_with_object({}) do |pair, cookies|
        name, value = pair.split('=', 2)
        name = name.to_s.strip
        cookies[name] ||= to_value(value.strip) unless value.nil? || name.empty?
      end
    end

    # @raise [Error] on a name, path or domain that no cookie can have
    def format(name, value, max_age: nil, expires: nil, path: '/', domain: nil, secure: nil, http_only: true, same_site: 'lax')
      check(name, path, domain, same_site)
      secure = same_site.to_s == 'none' || name.match?(/\A__(host|secure)-/i) if secure.nil?
      parts = ["#{name}=#{encode(value)}", "Path=#{path}"]
      parts << "Domain=#{domain}" if domain
      parts << "Max-Age=#{Integer(max_age)}" if max_age
      parts << "Expires=#{expires.httpdate}" if expires
      parts << 'HttpOnly' if http_only
      parts << 'Secure' if secure
      [*parts, "SameSite=#{SAME_SITE.fetch(same_site.to_s)}"].join('; ')
    end

    def check(name, path, domain, same_site)
      refuse("the name of a cookie is #{name.inspect}") unless NAME.match?(name)
      { path: path, domain: domain }.each do |what, text|
        refuse("the #{what} of the cookie #{name} is #{text.inspect}") if text && UNSAFE.match?(text)
      end
      refuse("same_site of the cookie #{name} is #{same_site.inspect}") unless SAME_SITE.key?(same_site.to_s)
    end

    def encode(value)
      value.to_s.scrub.gsub(UNRESERVED) { |char| char.bytes.map { |byte| Kernel.format('%%%02X', byte) }.join }
    end

    def to_value(text)
      value = text.size > 1 && text.start_with?('"') && text.end_with?('"') ? text[1..-2] : text
      decoded = value.b.gsub(/%\h\h/) { |code| code[1..].hex.chr }.force_encoding(Encoding::UTF_8)
      decoded.valid_encoding? ? decoded : value # set by something that encodes otherwise
    end

    def refuse(what)
      raise Error.of('MOTIA_OPTION', what: what)
    end
  end
end
