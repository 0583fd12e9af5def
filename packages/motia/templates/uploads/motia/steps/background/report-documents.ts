// #if jobs
import { cron } from '@motia/core';

export default cron({
  id: 'report-documents',
  description: 'Every morning: how many documents have been read',
  schedule: '0 8 * * *'
}, async (_tick, { state }) => {
  const documents = await state.getGroup<{ status: string }>('documents');
  return { read: documents.filter(({ status }) => status === 'done').length };
});
