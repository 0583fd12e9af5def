// #if jobs
import { event } from '@motia/core';
import { Progress } from '../../events/document.ts';

export default event({
  id: 'note-progress',
  description: 'Notes how far a document is, never backwards',
  schema: Progress
}, async ({ id, percent }, { state }) => {
  const document = await state.get('documents', id);
  if (!document || document.percent >= percent) return;
  await state.patch('documents', id, { status: 'reading', percent });
});
