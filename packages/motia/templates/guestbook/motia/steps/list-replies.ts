// #if multi
// #if api
import { api } from '@motia/core';

export default api({
  id: 'list-replies',
  description: 'The replies so far',
  method: 'GET',
  path: '/replies'
}, async (_request, { state }) => {
  return { replies: await state.getGroup('replies') }; // state is shared by all languages
});
