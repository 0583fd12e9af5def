/** Entry point of the store's thread. */
import { type MessagePort, workerData } from 'node:worker_threads'
import { serve, type ThreadOptions } from './loop.ts'

const { port, options } = workerData as { port: MessagePort; options: ThreadOptions }
await serve(port, options)
