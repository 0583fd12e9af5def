/** An answer other than success: thrown by the Workbench's routes, answered by server.ts. */

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string | undefined
  readonly headers: Readonly<Record<string, string>>
  constructor(
    status: number,
    message: string,
    code?: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}
