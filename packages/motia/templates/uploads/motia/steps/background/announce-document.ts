// #if typescript|javascript
// #if jobs
import { event } from '@motia/core';
import { UploadedDocument } from '../../events/document.ts';

export default event({
  id: 'announce-document',
  description: 'Says that a document has been read',
  schema: UploadedDocument
}, ({ file }) => {
  console.log(`📄 ${file.name} has been read`);
});
