require 'motia'

event id: 'ruby-no-op' do |payload|
end

# The clock is the system's, the same in all processes.
event id: 'ruby-handle' do |payload|
  { startedAfterNs: Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond) - payload[:at] }
end
