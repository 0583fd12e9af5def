// #if typescript|javascript
// #if jobs
import { event } from '@motia/core';
import { UploadedDocument } from '../events/document.ts';

export default event({
  id: 'take-in-document',
  description: 'Counts the words of a document, then announces it',
  schema: UploadedDocument
}, async (uploaded) => {
  const counted = await motia.trigger('count-words', uploaded);
  await motia.trigger('announce-document', uploaded, { after: counted });
});
