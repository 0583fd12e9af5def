// #if typescript|javascript
// #if api
import { api, response } from '@motia/core';
import { z } from 'zod';
import { StoredFile } from '../../events/document.ts';

export default api({
  id: 'receive-document',
  description: 'Takes a file; its words are counted in the background',
  method: 'POST',
  path: '/documents',
  upload: { maxFileSize: 50 * 1024 * 1024, maxFiles: 1 },
  schema: {
    body: z.object({ document: StoredFile })
  }
}, async ({ body: { document } }, { runId, state }) => {
  const { name, size } = document;
  await state.set('documents', runId, { id: runId, name, size, status: 'received', percent: 0 });
  // #if jobs
  // The file stays on disk for a day (`retention.uploads`), so that steps in any language may read it.
  await motia.trigger('take-in-document', { id: runId, file: document });
  // #endif
  return response(202, { id: runId, status: `/documents/${runId}` });
});
