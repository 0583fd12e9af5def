import { api } from '@motia/core'
import { z } from 'zod'

export default api(
  {
    id: 'create-user',
    method: 'POST',
    path: '/users',
    schema: {
      body: z.object({
        name: z.string().min(2),
        email: z.email(),
        role: z.enum(['user', 'admin']).default('user'),
      }),
    },
  },
  async ({ body }) => {
    const id = Math.random().toString(36).slice(2, 11)
    return { success: true, user: { id, ...body, createdAt: new Date().toISOString() } }
  },
)
