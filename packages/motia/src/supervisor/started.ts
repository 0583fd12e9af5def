/** What comes of starting an app, and the failures that it can end in. app-keeper.ts tells it, dev and start hear it. */
import type { Mistake } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import { type Failure, toFailure } from '@motia/core/failure'
import type { AppProcess } from './app-process.ts'

/** Of one start. */
export type Started =
  | { readonly ok: true; readonly tookMs: number }
  /**
   * `goesOn`: the app before it, on the project before. `broken`: these files could not be loaded, which is all that was
   * wrong.
   */
  | {
      readonly ok: false
      readonly failure: Failure
      readonly goesOn?: true
      readonly broken?: readonly Mistake[]
    }

/** The whole server is stopping. */
export function stoppingFailure(): Failure {
  const { name, message, code } = motiaError('MOTIA_STOPPING')
  return { name, message, code }
}

/** The same, as what came of a start. */
export function toStopping(): Started {
  return { ok: false, failure: stoppingFailure() }
}

/** None of the files could be: there is no part of the project that could go on without the others. */
export function toNotLoaded({ message, hint }: Mistake): Started & { ok: false } {
  const words = hint === undefined ? message : `${message}\n${hint}`
  return { ok: false, failure: { name: 'NotLoaded', message: words } }
}

/** Its process ended; with what it said of itself, if it did. */
export function toEarlyEnd({ failure, endedBy }: AppProcess): Started & { ok: false } {
  return { ok: false, failure: failure ?? earlyEnd(endedBy) }
}

/** A process that said nothing of itself. */
export function earlyEnd(cause: string): Failure {
  return toFailure({ name: 'AppEnded', message: `the app ended before it was ready: ${cause}` })
}
