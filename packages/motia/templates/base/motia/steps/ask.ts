// #if typescript|javascript|multi
// #if ai
// #if !bookshop
import { api } from '@motia/core';
import { z } from 'zod';
import { provider } from '../ai/provider.ts';

export default api({
  id: 'ask',
  description: 'Passes a question to a language model',
  method: 'POST',
  path: '/ask',
  timeout: 60_000,
  schema: {
    body: z.object({ question: z.string().min(2).max(2000) })
  }
}, async ({ body }, { signal }) => {
  const answer = await provider.ask({ system: 'Answer in a sentence.', question: body.question, signal });
  return { provider: provider.name, answer };
});
