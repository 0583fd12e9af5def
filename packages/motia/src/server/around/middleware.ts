/**
 * Middlewares around a handler, the outermost first. route.ts calls it within the attempt, whose effects and deadline
 * are theirs too.
 *
 *   outer ─► next() ─► inner ─► next() ─► schemas, handler
 *   outer ◄─ answer ◄─ inner ◄─ answer ◄─────┘
 */
import { motiaError } from '@motia/core/errors'
import type { Answer, Middleware } from '@motia/core/middleware'
import type { MaybePromise } from '@motia/core/outcome'
import type { FastifyRequest } from 'fastify'
import type { Attempt } from '../../runtimes/node/invoke/attempt.ts'
import { AttemptContext } from '../../runtimes/node/invoke/context.ts'
import { toHeaders } from '../../runtimes/node/invoke/encode-response.ts'
import { Pieces, toPieceSource } from '../../runtimes/node/invoke/pieces.ts'
import { openAnswer } from '../ready-answer.ts'
import { HandlerRequest } from '../request.ts'
import type { RouteWorld } from '../route-world.ts'

export interface RouteMiddleware {
  readonly handle: Middleware
  /** Its file, for messages. */
  readonly file: string
}

/** @param handle what is within all of them. @returns what the outermost answers */
export function passMiddleware(
  chain: readonly RouteMiddleware[],
  attempt: Attempt,
  from: FastifyRequest,
  world: Pick<RouteWorld, 'invoke'>,
  handle: (locals: object) => MaybePromise<unknown>,
): Promise<unknown> {
  const request = new HandlerRequest(from, from)
  const ctx = new AttemptContext(attempt, world.invoke)
  const enter = async (at: number): Promise<unknown> => {
    const own = chain[at]
    if (!own) return handle(request.locals)
    const wrong = (what: string) => motiaError('MOTIA_MIDDLEWARE', { file: own.file, what })
    let isPassed = false
    let answer: Answer | undefined
    const next = async (): Promise<Answer> => {
      if (isPassed) throw wrong('called next() twice')
      isPassed = true
      const before = attempt.mark()
      try {
        answer = toAnswer(await enter(at + 1))
        return answer
      } catch (error) {
        attempt.rewind(before) // what threw asked for nothing, although somebody may answer all the same
        throw error
      }
    }
    try {
      const returned = await own.handle(request as never, ctx, next)
      if (returned !== undefined) return returned
    } catch (error) {
      if (answer) closeBody(answer)
      throw error
    }
    if (answer) return answer
    throw wrong(isPassed ? 'did not await next()' : 'neither answered nor called next()')
  }
  return enter(0)
}

/** Names of headers are compared as they are written: all of them in lower case. */
function toAnswer(returned: unknown): Answer {
  const { status, headers, body } = openAnswer(returned)
  const entries = Object.entries(toHeaders(headers)).map(([name, value]) => [name.toLowerCase(), value])
  return { status, headers: Object.fromEntries(entries), body }
}

/** Of an answer that nobody will read. */
function closeBody({ body }: Answer): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return
  const source = body instanceof Pieces ? body : toPieceSource(body)
  void Promise.resolve(source?.close()).catch(() => {})
}
