# frozen_string_literal: true

module Motia
  # The block of a step as a function: `self` is what it was where the block was written, and `return` returns.
  class Handler
    # @return [Array] of `[type, name]`, as Method#parameters has them
    attr_reader :parameters

    def initialize(block)
      @callable = to_function(block)
      @parameters = @callable.parameters
    end

    def call(*args, **keywords, &block)
      @callable.call(*args, **keywords, &block)
    end

    # The Method or lambda itself, for whoever calls it often.
    def to_callable
      @callable
    end

    private

    # A method of the block's own self has a method's `return`; it is taken off again at once.
    def to_function(block)
      return block if block.lambda?

      owner = block.binding.receiver
      name = :"motia_handler_#{block.object_id}"
      owner.define_singleton_method(name, &block)
      function = owner.method(name)
      owner.singleton_class.send(:remove_method, name)
      function
    rescue TypeError, FrozenError, ArgumentError
      block # numbers, frozen objects and blocks of C functions: `next` has to do
    end
  end
end
