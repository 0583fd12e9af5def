# frozen_string_literal: true

module Motia
  module Worker
    # Threads that run handlers: as many as there are jobs that block, reused when they are free.
    #
    # A switch between threads costs more than a small handler, so one thread works through what is queued. So that no
    # job waits behind one that blocks, there is always one more thread awake while any are queued, the scout: it gets
    # its turn the moment that the other one blocks, takes the next job, and wakes a scout in its turn.
    class Pool
      # Threads that are kept when there is nothing to do.
      MAX_IDLE = 64

      # @param outbox is flushed by whoever has nothing else to do
      def initialize(outbox)
        @outbox = outbox
        @lock = Mutex.new
        @jobs = []
        @idle = 0
        @scouts = 0
        @bell = Thread::Queue.new
        @pid = Process.pid
      end

      # @param jobs each answers `call`, and raises nothing
      def submit(jobs)
        @lock.synchronize do
          @jobs.concat(jobs)
          wake_scout
        end
      end

      private

      # Within the lock.
      def wake_scout
        return if @scouts.positive? || @jobs.empty?

        @scouts += 1
        if @idle.positive?
          @idle -= 1
          @bell << true
        else
          spawn
        end
      end

      def spawn
        ThreadGroup::Default.add(Thread.new { work })
      rescue ThreadError
        @scouts -= 1 # the system gives no more threads: those that there are have to do
      end

      def work
        Thread.current.name = 'motia-handler'
        Thread.current.report_on_exception = false
        is_scout = true
        while (job = take(is_scout))
          is_scout = false
          finished = false
          begin
            job.call
            finished = true
          ensure
            job.abandoned unless finished # Thread.exit in a handler
          end
          exit!(0) if Process.pid != @pid # a fork that a handler went on in
        end
      end

      # The next job; waits for one.
      def take(is_scout)
        job = @lock.synchronize { shift(is_scout) }
        if job
          @outbox.flush if @jobs.empty? || @outbox.ripe?
          return job
        end
        @outbox.flush
        loop do
          @lock.synchronize do
            job = shift(false)
            return job if job
            return nil if @idle >= MAX_IDLE

            @idle += 1
          end
          @bell.pop
          job = @lock.synchronize { shift(true) }
          return job if job
        end
      end

      # Within the lock.
      def shift(is_scout)
        @scouts -= 1 if is_scout
        job = @jobs.shift
        wake_scout
        job
      end
    end
  end
end
