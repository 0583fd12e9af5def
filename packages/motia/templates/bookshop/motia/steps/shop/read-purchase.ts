// #if api
import { api, HttpError } from '@motia/core';

export default api({
  id: 'read-purchase',
  description: 'How far a purchase has come',
  method: 'GET',
  path: '/purchases/:id'
}, async ({ params }, { state }) => {
  const purchase = await state.get('purchases', params.id);
  if (!purchase) throw new HttpError(404, `There is no purchase ${params.id}`);
  return purchase;
});
