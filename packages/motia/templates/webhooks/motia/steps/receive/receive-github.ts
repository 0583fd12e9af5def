// #if typescript|javascript
// #if api
import { api, response } from '@motia/core';
import { verifyGitHub } from '@motia/core/webhooks';
import { z } from 'zod';
import { Delivery } from '../../events/delivery.ts';
import { githubSecret } from '../../secrets.ts';

export default api({
  id: 'receive-github',
  description: 'Takes what GitHub sends, each once',
  method: 'POST',
  path: '/webhooks/github',
  bodyLimit: 25_000_000, // GitHub sends no more than 25 MB
  schema: {
    headers: z.object({ 'x-github-delivery': z.string(), 'x-github-event': z.string() }),
    body: z.record(z.string(), z.any())
  }
}, async (request, { state }) => {
  await verifyGitHub(request, githubSecret); // answers 401 unless GitHub has signed it

  const { headers, body } = request;
  const id = `github-${headers['x-github-delivery']}`;
  const kind = headers['x-github-event'];
  const delivery = Delivery.parse({ id, sender: 'github', kind, receivedAt: new Date().toISOString(), payload: body });

  if (await state.get('deliveries', id)) return { id, seen: true };
  await state.set('deliveries', id, { ...delivery, status: 'received' });
  // #if jobs
  await motia.trigger('note-activity', delivery);
  // #endif
  return response(202, { id });
});
