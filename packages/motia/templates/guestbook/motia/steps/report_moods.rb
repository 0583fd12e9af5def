# #if ruby|multi
# #if jobs
require 'motia'

cron id: 'report-moods',
     description: 'Every morning: how the guests felt',
     schedule: '0 8 * * *' do |ctx:|
  moods = ctx.state.get_group('replies').map { |reply| reply[:mood] }.tally

  ctx.logger.info('moods so far', moods)
  moods
end
