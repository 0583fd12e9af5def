// #if jobs
import { event } from '@motia/core';
import { z } from 'zod';

export default event({
  id: 'send-greeting',
  description: 'Sends a greeting, in up to five attempts',
  schema: z.object({ to: z.string() }),
  retry: { attempts: 5, delay: 500 }
}, ({ to }) => {
  console.log(`👋 Good morning, ${to}!`);
});
