// #if api
import { api, response } from '@motia/core';
import { verifyGitHub } from '@motia/core/webhooks';
import { z } from 'zod';
import { Delivery } from '../../events/delivery.ts';
import { secretOf } from '../../secrets.ts';

export default api({
  id: 'receive-github',
  description: 'Takes what GitHub sends, each once',
  method: 'POST',
  path: '/webhooks/github',
  bodyLimit: 25_000_000, // as large as GitHub sends
  schema: {
    headers: z.object({ 'x-github-delivery': z.string(), 'x-github-event': z.string() }),
    body: z.record(z.string(), z.any())
  }
}, async (request, { state }) => {
  await verifyGitHub(request, secretOf('GITHUB_WEBHOOK_SECRET')); // answers 401 unless it is from GitHub

  const { headers, body } = request;
  const id = `github-${headers['x-github-delivery']}`;
  const delivery = Delivery.parse({ id, sender: 'github', kind: headers['x-github-event'], payload: body });

  if (await state.get('deliveries', id)) return response(200, { id, seen: true });
  await state.set('deliveries', id, { ...delivery, status: 'received' });
  // #if jobs
  await motia.trigger('note-github-event', delivery);
  // #endif
  return response(202, { id });
});
