# #if ruby
# #if jobs
require 'motia'

cron id: 'report-documents',
     description: 'Every morning: how many documents have been read',
     schedule: '0 8 * * *' do |ctx:|
  { read: ctx.state.get_group('documents').count { |document| document[:status] == 'done' } }
end
