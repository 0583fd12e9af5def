/** Fastify that adds a job to a BullMQ queue for each request: the api step of projects/post and projects/latency. */
import { Queue } from 'bullmq'
import Fastify from 'fastify'

const { port, redisPort, queue: name, withTime } = JSON.parse(process.argv[2])
const queue = new Queue(name, { connection: { host: '127.0.0.1', port: redisPort } })

const app = Fastify()
app.post('/submit', async (request) => {
  await queue.add('handle', withTime ? { at: Number(process.hrtime.bigint()) } : request.body)
  return { accepted: true }
})
await queue.waitUntilReady()
await app.listen({ port, host: '127.0.0.1' })
process.send('ready')
