/** Entry point of the store's thread. */
import { type MessagePort, workerData } from 'node:worker_threads'
import { serve, type ThreadOptions } from './loop.ts'

const { port } = workerData as { port: MessagePort }
port.once('message', (options: ThreadOptions) => void serve(port, options))
