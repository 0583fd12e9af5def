// #if typescript|javascript
// #if api
import { api, HttpError } from '@motia/core';

export default api({
  id: 'read-delivery',
  description: 'What became of a webhook',
  method: 'GET',
  path: '/deliveries/:id'
}, async ({ params }, { state }) => {
  const delivery = await state.get('deliveries', params.id);
  if (!delivery) throw new HttpError(404, `There is no delivery ${params.id}`);
  return delivery;
});
