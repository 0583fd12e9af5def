// #if typescript|javascript
// #if api
import { api, HttpError } from '@motia/core';

export default api({
  id: 'read-document',
  description: 'How far a document is, and what was found in it',
  method: 'GET',
  path: '/documents/:id'
}, async ({ params }, { state }) => {
  const document = await state.get('documents', params.id);
  if (!document) throw new HttpError(404, `There is no document ${params.id}`);
  return document;
});
