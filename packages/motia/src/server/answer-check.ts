/**
 * Whether a step answers what its `schema.response` says, in development: a mismatch is told in the log, and so in the
 * trace; the answer goes out as it is. Around a route's handler, by route-table.ts.
 */
import { isThenable, type Response } from '@motia/core/outcome'
import type { Issue, Schema } from '@motia/core/schema'
import { type Attempt, currentAttempt } from '../runtimes/node/invoke/attempt.ts'
import { Pieces } from '../runtimes/node/invoke/pieces.ts'
import { checkInput } from '../schemas/input-check.ts'
import type { Handle } from './local-handler.ts'
import { openAnswer } from './ready-answer.ts'
import type { RouteWorld } from './route-world.ts'

/** By status. */
export type AnswerSchemas = Readonly<Record<string, Schema>>

export function withAnswerCheck(handle: Handle, schemas: AnswerSchemas, world: RouteWorld): Handle {
  const tell = async (attempt: Attempt, returned: unknown): Promise<void> => {
    const mismatch = await findMismatch(openAnswer(returned), schemas).catch(
      (error: Error) => `schema.response could not be asked: ${error.message}`,
    )
    if (mismatch) currentAttempt.run(attempt, () => world.invoke.warn(mismatch))
  }
  return (attempt, request, locals) => {
    const returned = handle(attempt, request, locals)
    if (!isThenable(returned)) return tell(attempt, returned).then(() => returned)
    return (returned as Promise<unknown>).then(async (value) => {
      await tell(attempt, value)
      return value
    })
  }
}

/** Bytes and streams are nobody's schema. */
async function findMismatch({ status, body }: Response, schemas: AnswerSchemas): Promise<string | undefined> {
  if (body instanceof Uint8Array || body instanceof Pieces || isStream(body)) return undefined
  const schema = schemas[status]
  if (!schema) {
    const named = Object.keys(schemas).join(', ')
    return `answered with status ${status}, which schema.response does not name: ${named}`
  }
  const issues = await issuesOf(schema, body)
  if (issues.length === 0) return undefined
  const words = issues.map(({ path, message }) => `${path || '(root)'}: ${message}`).join('; ')
  return `the answer of ${status} does not match schema.response: ${words}`
}

/** A schema may mean the value (a Date), or what a client gets of it (a text): either is fine. */
async function issuesOf(schema: Schema, body: unknown): Promise<readonly Issue[]> {
  const asReturned = await checkInput(schema, body ?? null, 'json')
  if (!('issues' in asReturned)) return []
  const asSent = await checkInput(schema, toSent(body), 'json')
  return 'issues' in asSent ? asSent.issues : []
}

/** `undefined`, where nothing is sent, or what cannot be. */
function toSent(body: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(body))
  } catch {
    return undefined
  }
}

/** By what makes one, without touching it. */
function isStream(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  const { pipe, getReader, next } = body as { pipe?: unknown; getReader?: unknown; next?: unknown }
  return [pipe, getReader, next].some((part) => typeof part === 'function') || Symbol.asyncIterator in body
}
