// #if api
import { api } from '@motia/core';
import { z } from 'zod';
import { books } from '../../books.ts';

export default api({
  id: 'list-books',
  description: 'The shelf; ?q= searches titles and authors',
  method: 'GET',
  path: '/books',
  schema: {
    query: z.object({ q: z.string().default('') })
  }
}, ({ query }) => {
  const wanted = query.q.toLowerCase();
  return {
    books: books.filter(({ title, author }) => `${title} ${author}`.toLowerCase().includes(wanted))
  };
});
