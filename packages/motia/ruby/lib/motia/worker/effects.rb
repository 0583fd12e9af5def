# frozen_string_literal: true

require_relative 'protocol'

module Motia
  module Worker
    # What an attempt asked for, and what it read, so that the commit can tell whether that still holds.
    class Effects
      NONE = [].freeze

      def initialize
        @triggers = @writes = @reads = @group_reads = nil
      end

      def add_trigger(request)
        (@triggers ||= []) << request
      end

      def add_write(write)
        (@writes ||= []) << write
      end

      # Requests that were staged so far.
      def triggers
        @triggers ? @triggers.dup : NONE
      end

      # The writes so far, for reads to see them.
      def writes
        @writes ? @writes.dup : NONE
      end

      # The first read of a key is what the commit checks.
      def note_read(group, key, version)
        (@reads ||= {})[[group, key]] ||= { group: group, key: key, version: version }
      end

      def note_group_read(group, count, max_version)
        (@group_reads ||= {})[group] ||= { group: group, count: count, maxVersion: max_version }
      end

      # JSON text. Reads alone have no effect.
      def to_json_text
        return Protocol::NO_EFFECTS unless @triggers || @writes

        JsonText.generate(
          {
            triggers: @triggers || NONE,
            writes: @writes || NONE,
            reads: @reads ? @reads.values : NONE,
            groupReads: @group_reads ? @group_reads.values : NONE
          }
        )
      end
    end
  end
end
