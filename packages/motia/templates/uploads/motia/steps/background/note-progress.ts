// #if typescript|javascript
// #if jobs
import { event } from '@motia/core';
import { KnownDocument, Progress } from '../../events/document.ts';

export default event({
  id: 'note-progress',
  description: 'Notes how far a document is, never backwards',
  schema: Progress
}, async ({ id, percent }, { state }) => {
  const known = KnownDocument.safeParse(await state.get('documents', id));
  if (!known.success || known.data.percent >= percent) return;
  await state.patch('documents', id, { status: 'reading', percent });
});
