// #if jobs
import { cron } from '@motia/core';

export default cron({
  id: 'greet-every-morning',
  description: 'At eight: a greeting, and once it is sent, its count',
  schedule: '0 8 * * *'
}, async () => {
  const sent = await motia.trigger('send-greeting', { to: 'world' });
  await motia.trigger('count-greeting', { to: 'world' }, { after: sent });
});
