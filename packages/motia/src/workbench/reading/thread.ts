/** Entry point of the reading thread. */
import { type MessagePort, workerData } from 'node:worker_threads'
import { serve } from './loop.ts'
import type { ReadingPaths } from './methods.ts'

const { port, paths } = workerData as { port: MessagePort; paths: ReadingPaths }
serve(port, paths)
