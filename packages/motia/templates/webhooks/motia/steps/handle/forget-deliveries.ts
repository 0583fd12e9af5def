// #if jobs
import { cron } from '@motia/core';

const KEPT = 10_000;

export default cron({
  id: 'forget-deliveries',
  description: 'Every night: keeps the latest deliveries only',
  schedule: '0 3 * * *'
}, async (_tick, { state }) => {
  const deliveries = await state.list('deliveries');
  const oldest = deliveries.sort((a, b) => a.version - b.version).slice(0, -KEPT);
  for (const { key } of oldest) await state.delete('deliveries', key);
  return { forgotten: oldest.length };
});
