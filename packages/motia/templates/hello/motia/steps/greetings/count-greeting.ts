// #if jobs
import { event } from '@motia/core';
import { z } from 'zod';

export default event({
  id: 'count-greeting',
  description: 'Counts the greetings that were sent',
  schema: z.object({ to: z.string() })
}, async ({ to }, { state }) => {
  await state.increment('greetings', to);
});
