// #if api
import { api } from '@motia/core';
import { z } from 'zod';

export default api({
  id: 'hello',
  description: 'Says hello; ?name= says to whom',
  method: 'GET',
  path: '/hello',
  schema: {
    query: z.object({ name: z.string().default('world') })
  }
}, ({ query }) => {
  return { message: `Hello, ${query.name}!` };
});
