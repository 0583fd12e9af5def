// #if jobs
import { cron } from '@motia/core';

export default cron({
  id: 'report-sales',
  description: 'Every morning: how many copies of which book were sold',
  schedule: '0 8 * * *'
}, async (_tick, { state, logger }) => {
  const sold = await state.list('sold');
  const report = {
    copies: sold.reduce((sum, { value }) => sum + Number(value), 0),
    byBook: Object.fromEntries(sold.map(({ key, value }) => [key, value]))
  };

  logger.info('sales so far', report);
  return report;
});
