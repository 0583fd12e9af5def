// #if typescript|javascript
// #if jobs
import { cron } from '@motia/core';
import { z } from 'zod';
import { KnownDocument } from '../../events/document.ts';

export default cron({
  id: 'report-documents',
  description: 'Every morning: how many documents have been read',
  schedule: '0 8 * * *'
}, async (_tick, { state }) => {
  const documents = z.array(KnownDocument).parse(await state.getGroup('documents'));
  return { read: documents.filter(({ status }) => status === 'done').length };
});
