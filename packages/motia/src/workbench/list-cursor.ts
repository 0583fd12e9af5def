/** Where a list of runs and requests goes on, as a text that nobody has to understand. run-list.ts makes and reads it. */
import { Refusal } from './refusal.ts'

const MAX_ID = 100

/** Of each side: go on behind this one; null if there is no more, absent at the begin. */
export interface ListCursor {
  readonly run?: string | null | undefined
  readonly span?: number | null | undefined
}

export function encodeCursor(cursor: ListCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** @throws Refusal 400 for what none of our pages gave */
export function decodeCursor(text: string | undefined): ListCursor {
  if (text === undefined) return {}
  const { run, span } = parse(text)
  const isRun = run === undefined || run === null || (typeof run === 'string' && run.length < MAX_ID)
  const isSpan = span === undefined || span === null || Number.isSafeInteger(span)
  if (isRun && isSpan) return { run, span } as ListCursor
  throw refusal()
}

function parse(text: string): { run?: unknown; span?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // refused below
  }
  throw refusal()
}

function refusal(): Refusal {
  return new Refusal(400, 'before has to be what the page before it gave')
}
