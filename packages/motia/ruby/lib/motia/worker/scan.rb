# frozen_string_literal: true

require 'ripper'

module Motia
  module Worker
    # What the text of a file says without running it: the steps that it makes, and the targets that it triggers.
    class Scan
      # A call of `event` and its like. `id` if it is written out, `name` of the constant or variable that it is put into.
      FoundStep = Struct.new(:kind, :id, :line, :triggers, :name)

      KINDS = %w[api event cron noop].freeze
      VERBS = %w[trigger call].freeze
      # What is called `Motia` or `ctx`, in the ways that steps call them.
      RECEIVERS = %w[Motia motia ctx context].freeze
      BROKEN_STEP = /^\s*(?:\w+\s*=\s*)?(?:Motia\.)?(?:api|event|cron|noop)\b[^'"\n]*\bid:\s*(['"])([^'"]+)\1/.freeze

      # [FoundStep] in order, and the targets outside of any.
      attr_reader :steps, :triggers

      # Ids of the steps of a text that Ruby cannot read.
      def self.ids_in_broken(text)
        text.scrub.scan(BROKEN_STEP).map(&:last).uniq
      end

      def initialize(text)
        @steps = []
        @triggers = []
        @constants = {}
        @tree = Ripper.sexp(text)
        return unless @tree

        collect_constants(@tree[1])
        walk(@tree, @triggers, nil)
        @triggers.uniq!
      end

      # The call that made a step: by its id, by its line, or the only one of its kind.
      def find(kind, id, line)
        same = steps.select { |step| step.kind == kind }
        same.find { |step| step.id == id } || same.find { |step| step.line == line } || (same.first if same.size == 1)
      end

      private

      def collect_constants(statements)
        statements.each do |node|
          next unless node.is_a?(Array) && node[0] == :assign

          name = name_of(node[1])
          text = literal(node[2])
          @constants[name] = text if name && text
        end
      end

      # @param found the list that targets are added to @param name of what the node is assigned to
      def walk(node, found, name)
        return unless node.is_a?(Array)
        return node.each { |inner| walk(inner, found, nil) } unless node[0].is_a?(Symbol)
        return walk(node[2], found, name_of(node[1])) if node[0] == :assign

        call = to_call(node)
        if call && step?(call)
          step = FoundStep.new(call[:verb], option(call[:arguments], 'id'), call[:line], [], name)
          @steps << step
          node.drop(1).each { |inner| walk_inside(inner, step.triggers) }
          step.triggers.uniq!
        else
          note_target(call, found) if call
          node.drop(1).each { |inner| walk(inner, found, name) }
        end
      end

      # Within a step's own call, which Ripper wraps in further nodes.
      def walk_inside(node, found)
        return unless node.is_a?(Array)

        call = node[0].is_a?(Symbol) ? to_call(node) : nil
        note_target(call, found) if call
        node.each { |inner| walk_inside(inner, found) }
      end

      def note_target(call, found)
        return unless VERBS.include?(call[:verb]) && RECEIVERS.include?(call[:receiver])

        target = literal(call[:arguments].first)
        found << target if target
      end

      def step?(call)
        KINDS.include?(call[:verb]) && [nil, 'Motia', 'motia'].include?(call[:receiver])
      end

      # A call with its arguments, whichever way it is written.
      def to_call(node)
        case node[0]
        when :method_add_block then to_call(node[1]) if node[1].is_a?(Array)
        when :method_add_arg then to_call_with(node[1], node[2])
        when :command then named_call(nil, node[1], node[2])
        when :command_call then named_call(node[1], node[3], node[4])
        end
      end

      def to_call_with(callee, arguments)
        case callee[0]
        when :fcall then named_call(nil, callee[1], arguments)
        when :call then named_call(callee[1], callee[3], arguments)
        end
      end

      def named_call(receiver, verb, arguments)
        return unless verb.is_a?(Array) && verb[0] == :@ident

        receiver = receiver && name_of(receiver)
        { receiver: receiver, verb: verb[1], line: verb[2][0], arguments: list_of(arguments) }
      end

      def list_of(arguments)
        arguments = arguments[1] while arguments.is_a?(Array) && %i[arg_paren args_add_block].include?(arguments[0])
        arguments.is_a?(Array) ? arguments : []
      end

      # `id: 'x'` among the arguments.
      def option(arguments, name)
        hashes = arguments.select { |node| node.is_a?(Array) && %i[bare_assoc_hash hash].include?(node[0]) }
        pairs = hashes.flat_map { |hash| hash[0] == :hash ? (hash[1] || [nil, []])[1] : hash[1] }
        pair = pairs.find { |node| node[0] == :assoc_new && node[1][0] == :@label && node[1][1] == "#{name}:" }
        pair && literal(pair[2])
      end

      # A text or symbol that is written out, or a constant of this file that is one.
      def literal(node)
        return unless node.is_a?(Array)

        case node[0]
        when :string_literal then plain_text(node[1])
        when :symbol_literal then node[1][1][1] if node[1].is_a?(Array) && node[1][1].is_a?(Array)
        when :dyna_symbol then plain_text(node[1])
        when :var_ref then @constants[node[1][1]]
        when :method_add_arg, :call then literal(node[1].is_a?(Array) && node[1][0] == :call ? node[1][1] : node[1]) if freeze?(node)
        end
      end

      # `'x'.freeze`
      def freeze?(node)
        call = node[0] == :call ? node : node[1]
        call[0] == :call && call[3].is_a?(Array) && call[3][1] == 'freeze'
      end

      def plain_text(content)
        parts = content.drop(1)
        return '' if parts.empty?

        parts[0][1] if parts.size == 1 && parts[0][0] == :@tstring_content
      end

      def name_of(node)
        return unless node.is_a?(Array)

        case node[0]
        when :var_ref, :var_field, :vcall, :top_const_ref then node[1][1] if node[1].is_a?(Array)
        when :call then node[3][1] if node[3].is_a?(Array) && node[3][1] == 'motia'
        end
      end
    end
  end
end
