/** A BullMQ worker with its defaults but for the concurrency; finished jobs are kept, as they are by default. */
import { Worker } from 'bullmq'

const { redisPort, queue, handler, concurrency } = JSON.parse(process.argv[2])

const HANDLERS = {
  'no-op': async () => {},
  latency: async ({ data }) => ({ startedAfterNs: Number(process.hrtime.bigint()) - data.at }),
}

const connection = { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null }
const worker = new Worker(queue, HANDLERS[handler], { connection, concurrency })
await worker.waitUntilReady()
process.send('ready')
