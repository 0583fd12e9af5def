/** A body that is not taken. The readers of bodies throw it, and answers.ts answers it. */

export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly statusCode: 400 | 413 | 415 | 503
  constructor(statusCode: 400 | 413 | 415 | 503, message: string, cause?: Error) {
    super(message, { cause })
    this.statusCode = statusCode
  }
}
