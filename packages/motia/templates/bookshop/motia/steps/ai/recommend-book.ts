// #if ai
import { api } from '@motia/core';
import { z } from 'zod';
import { provider } from '../../ai/provider.ts';
import { books } from '../../books.ts';

export default api({
  id: 'recommend-book',
  description: 'Asks a language model which book suits a mood',
  method: 'POST',
  path: '/recommendations',
  timeout: 60_000,
  schema: {
    body: z.object({ mood: z.string().min(2).max(200) })
  }
}, async ({ body }, { signal }) => {
  const shelf = books.map(({ title, author }) => `${title} by ${author}`).join('; ');
  const answer = await provider.ask({
    system: `You sell books. Recommend one of these, and say why in two sentences: ${shelf}.`,
    question: body.mood,
    signal
  });

  return { provider: provider.name, answer };
});
