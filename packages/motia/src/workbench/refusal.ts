/** An answer other than success: thrown by the Workbench's routes, answered by server.ts. */

/** What may be said besides the message. */
export interface RefusalDetails {
  /** Of the catalogue, where the app or the store refused. */
  readonly code?: string | undefined
  /** What to do about it. */
  readonly hint?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string | undefined
  readonly hint: string | undefined
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, message: string, { code, hint, headers = {} }: RefusalDetails = {}) {
    super(message)
    this.status = status
    this.code = code
    this.hint = hint
    this.headers = headers
  }
}
