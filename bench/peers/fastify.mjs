/** Fastify with its defaults and one route: the step of projects/http, its body as JSON schema. */
import Fastify from 'fastify'

const { port } = JSON.parse(process.argv[2])
const body = {
  type: 'object',
  required: ['name', 'email'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 2 },
    email: { type: 'string', format: 'email' },
    role: { type: 'string', enum: ['user', 'admin'], default: 'user' },
  },
}

const app = Fastify()
app.post('/users', { schema: { body } }, async (request) => {
  const id = Math.random().toString(36).slice(2, 11)
  return { success: true, user: { id, ...request.body, createdAt: new Date().toISOString() } }
})
await app.listen({ port, host: '127.0.0.1' })
process.send('ready')
