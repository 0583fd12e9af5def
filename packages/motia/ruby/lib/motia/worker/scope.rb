# frozen_string_literal: true

module Motia
  module Worker
    # Which attempt the running code belongs to. A thread's group is inherited by the threads that it starts, on every
    # version of Ruby, and is the same in all of its fibers.
    module Scope
      # The threads of one attempt.
      class Group < ThreadGroup
        attr_accessor :attempt
      end

      module_function

      # @return [Attempt, nil]
      def current
        group = Thread.current.group
        group.attempt if group.instance_of?(Group)
      end

      # What the thread does from here on belongs to the attempt.
      def enter(attempt)
        group = Group.new
        group.attempt = attempt
        group.add(Thread.current)
      end

      def leave
        ThreadGroup::Default.add(Thread.current)
      end
    end
  end
end
