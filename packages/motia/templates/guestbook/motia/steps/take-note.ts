// #if multi
// #if api
import { api, response } from '@motia/core';
import { z } from 'zod';

export default api({
  id: 'take-note',
  description: 'Takes a note of a guest',
  method: 'POST',
  path: '/notes',
  schema: {
    body: z.object({ author: z.string().min(1).max(50), text: z.string().min(1).max(500) })
  }
}, async ({ body }) => {
  await motia.trigger('read-mood', body); // that step is in Python: read_mood.py
  return response(202, body);
});
