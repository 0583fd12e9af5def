# frozen_string_literal: true

module Motia
  # The words of schemas beside Ruby's own classes; schema/reader.rb says what they mean.
  module Notation
    # `Motia.optional(String)`: may be missing, or null.
    Optional = Struct.new(:inner)
    # `Motia.any_of(String, Integer)`.
    AnyOf = Struct.new(:choices)
    # `Motia.one_of('red', 'green')`.
    OneOf = Struct.new(:values)
  end

  # `true` or `false`.
  module Boolean
  end

  class << self
    # In a schema: a member that may be missing or null; a keyword that takes it gets `nil`, or its own default.
    def optional(schema)
      Notation::Optional.new(schema)
    end

    # In a schema: a value that fits at least one of these.
    def any_of(*schemas)
      Notation::AnyOf.new(schemas)
    end

    # In a schema: exactly one of these values.
    def one_of(*values)
      Notation::OneOf.new(values)
    end
  end
end
