# frozen_string_literal: true

require_relative '../arguments'
require_relative 'backtrace'
require_relative 'description'
require_relative 'scan'

module Motia
  module Worker
    # Loads the project's files and collects the steps that they make. What goes wrong is collected, and stops only the
    # file or step that it concerns.
    class Loader
      # A step that can run.
      Loaded = Struct.new(:step, :arguments)

      GEMS = '`motia install` installs what the Gemfile names.'

      # Steps by id, and what `described` tells.
      attr_reader :by_id, :described, :mistakes

      # @param root absolute
      # @param files `{ source, output }` of the protocol
      def initialize(root, files)
        @root = root
        @files = files.to_h { |file| [File.expand_path(file['output'], root), file['source']] }
        @by_id = {}
        @described = []
        @mistakes = []
      end

      def load_all
        prepare_load_path
        Registry.files = @files
        @files.each_key { |path| load_file(path) }
        Registry.steps.each { |step| describe(step) }
        self
      end

      # Further files of the project that were loaded, relative to its root.
      def modules
        $LOADED_FEATURES.map { |path| Backtrace.within_project(path) unless @files.key?(path) }.compact.uniq - @files.values
      end

      private

      # Ours comes first: the project has a folder `motia` of its own.
      def prepare_load_path
        [File.join(@root, 'motia'), @root].each do |folder|
          at = $LOAD_PATH.index(Registry::OWN.chomp('/'))
          $LOAD_PATH.insert(at ? at + 1 : 0, folder) unless $LOAD_PATH.include?(folder)
        end
      end

      # Once, also if another file has required it meanwhile.
      def load_file(path)
        before = Registry.steps.size
        require path
      rescue Exception => e
        Registry.steps.slice!(before..-1)
        @mistakes << to_mistake(e, path)
      end

      def describe(step)
        source = @files[step.file]
        return unless source

        arguments = step.handler ? Arguments.of(step) : nil
        description = Description.new(step, arguments, source, scan_of(step.file))
        wrong = description.mistakes
        return @mistakes.concat(wrong) unless wrong.empty?

        @described << description.to_h
        @by_id[step.id] = Loaded.new(step, arguments)
      end

      def scan_of(path)
        (@scans ||= {})[path] ||= Scan.new(File.read(path, encoding: Encoding::UTF_8))
      end

      def to_mistake(error, path)
        file, line = place_of(error, path)
        mistake = { file: file, message: "could not be loaded: #{words_of(error)}" }
        mistake[:line] = line if line
        mistake[:hint] = GEMS if error.is_a?(LoadError) && !error.is_a?(SyntaxError) && File.exist?(File.join(@root, 'Gemfile'))
        ids = ids_in(path, error)
        mistake[:stepId] = ids.first if ids.size == 1
        mistake
      end

      # Where in the project it arose; the parser names the place in its message.
      def place_of(error, path)
        if error.is_a?(SyntaxError) && (found = Backtrace.place_in(Utf8.of(error.message).scan(/^\S.*?:\d+(?=:)/)))
          return found
        end

        Backtrace.place_in(error.backtrace) || [@files[path], nil]
      end

      def words_of(error)
        return "it ended the process: exit #{error.status}" if error.is_a?(SystemExit)

        message = Failure.message_of(error)
        message = syntax_words(message) if error.is_a?(SyntaxError)
        "#{Failure.name_of(error)}: #{message}"
      end

      # Without the absolute path that the parser begins with; one line suffices, since the file is named.
      def syntax_words(message)
        first = message.lines.map(&:strip).find { |line| !line.empty? && !line.match?(/\A\S+:\d+: syntax errors? found/) }
        first = message.lines.map(&:strip).find { |line| line.include?('^') && line.match?(/\w{4}/) } if first&.match?(/\A>?\s*\d+\s*\|/)
        (first || message).sub(/\A\S+?:\d+: /, '').sub(/\A[\s|>~]*\^[\^~]*\s*/, '')
      end

      def ids_in(path, error)
        text = File.read(path, encoding: Encoding::UTF_8)
        return Scan.ids_in_broken(text) if error.is_a?(SyntaxError)

        scan_of(path).steps.map(&:id).compact.uniq
      rescue SystemCallError
        []
      end
    end
  end
end
