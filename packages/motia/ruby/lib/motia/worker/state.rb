# frozen_string_literal: true

require_relative 'state_write'

module Motia
  module Worker
    # `ctx.state` as an attempt sees it, its own writes laid over what is stored. Values have symbols as keys.
    class State
      # Of a group: `version` rises with every write of the item.
      Item = Struct.new(:key, :value, :version)

      def initialize(attempt, asks)
        @attempt = attempt
        @asks = asks
      end

      # `nil` when nothing is stored.
      def get(group, key)
        group, key = place(group, key)
        own = @attempt.effects.writes.select { |write| write[:group] == group && StateWrite.touches?(write, key) }
        base = StateWrite.decides_alone?(own) ? nil : read_stored(group, key)
        text = own.reduce(base) { |value, write| StateWrite.apply(value, write) }
        text.nil? ? nil : JsonText.decode(text)
      end

      def set(group, key, value)
        group, key = place(group, key)
        write(op: 'set', group: group, key: key, value: encode(value, group, key))
      end

      def delete(group, key)
        group, key = place(group, key)
        write(op: 'delete', group: group, key: key)
      end

      # @return [Array<Item>] by key
      def list(group)
        group = text(group)
        @attempt.assert_usable
        stored = @asks.ask(@attempt, { verb: 'state.list', group: group })
        max_version = stored.map { |item| item['version'] }.max || 0
        @attempt.effects.note_group_read(group, stored.size, max_version)
        items = stored.to_h { |item| [item['key'], [item['value'], item['version']]] }
        @attempt.effects.writes.each { |write| StateWrite.lay_over(items, write) if write[:group] == group }
        items.sort.map { |key, (value, version)| Item.new(key, JsonText.decode(value), version) }
      end

      # The values of the group.
      def get_group(group)
        list(group).map(&:value)
      end

      def clear(group)
        write(op: 'clear', group: text(group))
      end

      # Reads, lets the block make the next value, and writes that. @return what was written
      def update(group, key)
        @attempt.turn_of(place(group, key)).synchronize do
          following = yield get(group, key)
          set(group, key, following)
          following
        end
      end

      # These three return nothing, count as no read, and never conflict.
      def increment(group, key, by = 1)
        group, key = place(group, key)
        unless by.is_a?(Integer) || (by.is_a?(Float) && by.finite?)
          raise option("increment of #{group}/#{key} by #{by.inspect}, which is no number")
        end

        write(op: 'increment', group: group, key: key, by: by)
      end

      def append(group, key, item)
        group, key = place(group, key)
        write(op: 'append', group: group, key: key, value: encode(item, group, key))
      end

      # @param partial a Hash, or members as keywords
      def patch(group, key, partial = nil, **members)
        group, key = place(group, key)
        value = encode(partial.nil? && !members.empty? ? members : partial, group, key)
        raise option("patch of #{group}/#{key} with #{value[0, 40]}, no object") unless value.start_with?('{')

        write(op: 'patch', group: group, key: key, value: value)
      end

      private

      def write(**write)
        @attempt.stage { |effects| effects.add_write(write) }
        nil
      end

      def read_stored(group, key)
        @attempt.assert_usable
        found = @asks.ask(@attempt, { verb: 'state.get', group: group, key: key })
        @attempt.effects.note_read(group, key, found['version'])
        found['value']
      end

      def encode(value, group, key)
        JsonText.encode(value, "state #{group}/#{key}")
      end

      def place(group, key)
        [text(group), text(key)]
      end

      # A key that is no text would be found again by none; a Symbol is one.
      def text(name)
        case name
        when String then Utf8.of(name)
        when Symbol then name.name
        else raise option("state is kept by group and key, which are text, not #{name.inspect}")
        end
      end

      def option(what)
        Error.of('MOTIA_OPTION', what: what)
      end
    end
  end
end
