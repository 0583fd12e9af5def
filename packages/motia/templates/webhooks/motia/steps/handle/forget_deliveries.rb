# #if ruby
# #if jobs
require 'motia'
require 'time'

kept_seconds = 30 * 24 * 60 * 60 # longer than senders repeat

cron id: 'forget-deliveries',
     description: 'Every night: deletes deliveries of a month ago',
     schedule: '0 3 * * *' do |ctx:|
  before = Time.now - kept_seconds
  old = ctx.state.list('deliveries').select { |item| Time.iso8601(item.value[:receivedAt]) < before }

  old.each { |item| ctx.state.delete('deliveries', item.key) }
  { forgotten: old.size }
end
