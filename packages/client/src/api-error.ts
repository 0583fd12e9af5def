/** What `orThrow()` throws for an answer that is no success. */
import type { Problem } from './client-type.ts'

/** `message` says what was asked, and what came. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** As it came: a Problem, unless the step answered something of its own. */
  readonly body: unknown
  readonly headers: Headers

  constructor(request: string, status: number, body: unknown, headers: Headers) {
    super(`${request} was answered with ${status}${wordsOf(body)}`)
    this.status = status
    this.body = body
    this.headers = headers
  }

  /** What was wrong with the request, place by place. */
  get issues(): NonNullable<Problem['issues']> {
    const { issues } = (this.body ?? {}) as Partial<Problem>
    return Array.isArray(issues) ? issues : []
  }
}

function wordsOf(body: unknown): string {
  const { error, message, issues } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as Partial<Problem>
  const words = [error, message].filter((word) => typeof word === 'string')
  const places = Array.isArray(issues)
    ? issues.map(({ path, message }) => `${path || '(root)'}: ${message}`)
    : []
  return words.length + places.length === 0 ? '' : `: ${[...words, ...places].join('; ')}`
}
