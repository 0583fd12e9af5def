# frozen_string_literal: true

# A Sidekiq job that does nothing, for `sidekiq -r`. As a script it queues so many of them, a thousand at a time.
require 'sidekiq'

# A line for every job would cost more than the job.
Sidekiq.logger.level = Logger::WARN

class NoOp
  include Sidekiq::Worker
  sidekiq_options queue: 'bench'

  def perform(n)
  end
end

if $PROGRAM_NAME == __FILE__
  (0...Integer(ARGV.fetch(0))).each_slice(1000) do |numbers|
    Sidekiq::Client.push_bulk('class' => NoOp, 'args' => numbers.map { |n| [n] })
  end
end
