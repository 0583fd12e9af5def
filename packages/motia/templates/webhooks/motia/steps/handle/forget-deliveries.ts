// #if typescript|javascript
// #if jobs
import { cron } from '@motia/core';
import { Delivery } from '../../events/delivery.ts';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000; // longer than senders repeat

export default cron({
  id: 'forget-deliveries',
  description: 'Every night: deletes deliveries of a month ago',
  schedule: '0 3 * * *'
}, async (_tick, { state }) => {
  const before = new Date(Date.now() - KEPT_MS).toISOString();
  const deliveries = await state.list('deliveries');
  const old = deliveries.filter(({ value }) => Delivery.parse(value).receivedAt < before);

  for (const { key } of old) await state.delete('deliveries', key);
  return { forgotten: old.length };
});
