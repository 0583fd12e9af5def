# frozen_string_literal: true

# The worker process of Ruby's steps, started by exe/worker.rb. START READING HERE: worker/loop.rb speaks the protocol,
# worker/job.rb runs an attempt.
require 'motia'
require_relative 'worker/memory'
require_relative 'worker/loop'

module Motia
  # Everything that a step's author does not see.
  module Worker
    TITLE = 'motia worker (ruby)'

    # Serves the host on the channel until it has had enough. Does not return.
    def self.start
      Process.setproctitle(TITLE)
      # A terminal's Ctrl-C reaches everybody; the host decides when a worker ends. A block is not inherited by commands.
      trap('INT') { nil }
      Loop.new(open_channel).run
    end

    def self.open_channel
      io = IO.for_fd(Protocol::CHANNEL_FD, 'r+b', autoclose: false)
      io.close_on_exec = true
      io.sync = true
      io
    rescue SystemCallError, ArgumentError
      abort 'motia worker (ruby): there is no channel on descriptor 3; `motia dev` starts this process'
    end
    private_class_method :open_channel
  end
end
