/**
 * The trace that a request belongs to already, by its `traceparent` header (W3C Trace Context, level 1). The routes ask
 * when they need the id of the trace.
 */
import type { FastifyRequest } from 'fastify'

/** Version, trace, parent, flags; in versions to come there may be more. */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/
const ZEROS = /^0+$/

/** 32 hexadecimal digits; `undefined` if there is no such header, or none that the specification allows. */
export function traceIdOf(request: Pick<FastifyRequest, 'headers'>): string | undefined {
  const header = request.headers.traceparent
  if (typeof header !== 'string') return undefined
  const [, version, traceId = '', parentId = '', more] = TRACEPARENT.exec(header) ?? []
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined
  return ZEROS.test(traceId) || ZEROS.test(parentId) ? undefined : traceId
}
