# frozen_string_literal: true

# Whether the library keeps to Ruby 3.0: `ruby packages/motia/ruby/test/syntax_30.rb`. With the `parser` gem it is read by
# the grammar of 3.0; without, what later versions added is looked for in Ripper's tree and among the names of methods.
require 'ripper'

# Syntax of 3.1 and later, as nodes of Ripper's tree.
module NewerSyntax
  # Names of methods and constants that 3.0 does not have.
  NAMES = %w[
    bytesplice byteindex byterindex intersect? refinements attached_object overlap? warmup append_as_bytes
    wait_writable wait_readable
  ].freeze

  module_function

  def problems_in(text)
    walk(Ripper.sexp(text) || [:broken], []).uniq
  end

  def walk(node, found)
    return found if !node.is_a?(Array) || node[0] == :symbol

    case node[0]
    when :broken then found << 'cannot be read'
    when :assoc_new then found << 'a Hash that leaves out a value (3.1)' if node[2].nil?
    when :blockarg then found << 'an anonymous block parameter (3.1)' if node[1].nil?
    when :@ident then found << "#{node[1]}, line #{node[2][0]}" if NAMES.include?(node[1])
    when :const_path_ref, :var_ref then found << 'Data (3.2)' if node[1].is_a?(Array) && node[1][0..1] == [:@const, 'Data']
    when :args_add_star, :bare_assoc_hash then found << 'anonymous arguments (3.2)' if anonymous?(node)
    end
    node.each { |inner| walk(inner, found) }
    found
  end

  # A `*` or `**` that is handed on without a name.
  def anonymous?(node)
    return node[2].nil? if node[0] == :args_add_star

    (node[1] || []).any? { |pair| pair.is_a?(Array) && pair[0] == :assoc_splat && pair[1].nil? }
  end
end

def grammar_of_30
  require 'parser/ruby30'
  lambda do |text|
    Parser::Ruby30.parse(text)
    []
  rescue Parser::SyntaxError => e
    [e.message]
  end
rescue LoadError
  nil
end

folder = File.expand_path('..', __dir__)
files = Dir[File.join(folder, '{lib,exe,test}/**/*.rb')].sort
grammar = grammar_of_30
found = files.flat_map do |file|
  text = File.read(file, encoding: 'UTF-8')
  problems = NewerSyntax.problems_in(text) + (grammar ? grammar.call(text) : [])
  problems.map { |problem| "#{file.delete_prefix("#{folder}/")}: #{problem}" }
end
puts found
puts "#{files.size} files keep to Ruby 3.0#{' (without the parser gem)' unless grammar}" if found.empty?
exit found.empty?
