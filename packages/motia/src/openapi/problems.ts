/** What Motia answers by itself, in the place of a step: server/answers.ts makes these, and here they are documented. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { JsonObject } from './components.ts'

/** The body of all of them. */
export const PROBLEM_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    error: { type: 'string', description: 'What kind of problem it is.' },
    message: { type: 'string', description: 'What happened, for people.' },
    code: { type: 'string' },
    issues: {
      type: 'array',
      description: 'What is wrong with the request, place by place.',
      items: {
        type: 'object',
        properties: {
          in: { type: 'string', enum: ['body', 'params', 'query', 'headers'] },
          path: { type: 'string', description: 'Dotted; empty for the whole.' },
          message: { type: 'string' },
        },
        required: ['path', 'message'],
      },
    },
    traceId: { type: 'string', description: 'By which the server’s own records are found.' },
  },
  required: ['error'],
}

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } } }

interface Kind {
  readonly name: string
  readonly description: string
  readonly headers?: JsonObject
}

const KINDS: Readonly<Record<string, Kind>> = {
  400: { name: 'BadRequest', description: 'The request cannot be read, or does not match its schema.' },
  408: { name: 'TooSlow', description: 'The request did not arrive in time.' },
  409: {
    name: 'Conflict',
    description: 'What the request depends on kept changing, or a request of the same key is under way.',
    headers: RETRY_AFTER,
  },
  413: { name: 'TooLarge', description: 'The body is larger than the step takes.' },
  414: { name: 'PathTooLong', description: 'A parameter in the path is too long.' },
  415: {
    name: 'UnsupportedType',
    description: 'The body is of a type or encoding that the step does not take.',
  },
  422: { name: 'KeyReused', description: 'The Idempotency-Key was sent before, with another request.' },
  429: { name: 'TooMany', description: 'There were too many requests.', headers: RETRY_AFTER },
  431: { name: 'HeadersTooLarge', description: 'The headers, the query among them, are too large.' },
  500: { name: 'Failed', description: 'The step failed.' },
  503: { name: 'Unavailable', description: 'Nothing can answer now, or not in time.', headers: RETRY_AFTER },
}

/** The components of all kinds. */
export const PROBLEM_RESPONSES: JsonObject = Object.fromEntries(
  Object.values(KINDS).map(({ name, description, headers }) => [
    name,
    {
      description,
      ...(headers && { headers }),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
)

/** The statuses that a request to a step may be answered with although its handler says otherwise. */
export function problemsOf({ options, payloadSchema }: StepDescriptor): string[] {
  const method = String(options.method)
  const isRead = method === 'GET' || method === 'HEAD'
  return [
    '400',
    '409',
    ...(isRead && payloadSchema === undefined ? [] : ['408', '413', '415']),
    ...(/[:*]/.test(String(options.path)) ? ['414'] : []),
    ...(isRead ? [] : ['422']),
    ...(options.rateLimit ? ['429'] : []),
    '431',
    '500',
    '503',
  ]
}

export function toProblemResponse(status: string): JsonObject {
  return { $ref: `#/components/responses/${KINDS[status]?.name}` }
}
