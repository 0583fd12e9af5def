/**
 * The reading thread's side: opens both files for reading and answers one request after another. Runs in a thread of
 * its own (thread.ts), or behind a channel in the same thread (thread-host.ts).
 */
import type { MessagePort } from 'node:worker_threads'
import { MotiaError } from '@motia/core/errors'
import { openTelemetryReader } from '../../observability/sqlite/reader.ts'
import { createSqliteReader } from '../../stores/sqlite/reader.ts'
import {
  METHODS,
  type ReadError,
  type Readers,
  type ReadingPaths,
  type ReadReply,
  type ReadRequest,
} from './methods.ts'

/** Ends with the other end of the port. */
export function serve(port: MessagePort, { databasePath, telemetryPath }: ReadingPaths): void {
  const runs = createSqliteReader(databasePath)
  const telemetry = openTelemetryReader(telemetryPath)
  port.on('message', async (request: ReadRequest) => {
    port.postMessage(await answer({ runs, telemetry }, request))
  })
  port.once('close', () => {
    runs.close()
    telemetry.close()
  })
}

async function answer(readers: Readers, request: ReadRequest): Promise<ReadReply> {
  const { q } = request
  try {
    return { q, value: await call(readers, request) }
  } catch (error) {
    return { q, error: toReadError(error) }
  }
}

function call(readers: Readers, { reader, method, args }: ReadRequest): unknown {
  if (!Object.hasOwn(METHODS, reader) || !Object.hasOwn(METHODS[reader], method)) {
    throw new TypeError(`${reader}.${method} cannot be read`)
  }
  const methods = readers[reader] as unknown as Readonly<
    Record<string, (...args: readonly unknown[]) => unknown>
  >
  return methods[method]?.(...args)
}

function toReadError(thrown: unknown): ReadError {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown))
  const known = thrown instanceof MotiaError ? { code: thrown.code, hint: thrown.hint } : {}
  return { name, message, ...known, ...(stack !== undefined && { stack }) }
}
