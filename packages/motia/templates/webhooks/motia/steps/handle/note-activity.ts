// #if typescript|javascript
// #if jobs
import { event } from '@motia/core';
import { Delivery } from '../../events/delivery.ts';

export default event({
  id: 'note-activity',
  description: 'Notes what happened in a repository',
  schema: Delivery
}, async ({ id, kind, payload }, { state }) => {
  const repository = String(payload.repository?.full_name ?? 'unknown');
  await state.append('activity', repository, { kind, by: payload.sender?.login ?? 'unknown' });
  await state.patch('deliveries', id, { status: 'done' });
  console.log(`📬 ${kind} in ${repository}`);
});
