/** How the status of a run looks in tables and trees: a colour and a mark. */
import type { RunStatus } from '@motia/core/run'
import type { Io } from './io.ts'

export function paintStatus(text: string, status: RunStatus, { ink }: Io): string {
  switch (status) {
    case 'succeeded':
      return ink.green(text)
    case 'failed':
    case 'quarantined':
      return ink.red(text)
    case 'cancelled':
    case 'scheduled':
      return ink.yellow(text)
    case 'running':
      return ink.cyan(text)
    default:
      return ink.dim(text)
  }
}

/** One character. */
export function markOf(status: RunStatus): string {
  switch (status) {
    case 'succeeded':
      return '✓'
    case 'failed':
    case 'quarantined':
      return '✗'
    case 'cancelled':
      return '⊘'
    case 'scheduled':
      return '↻'
    case 'running':
      return '▶'
    default:
      return '·'
  }
}

/** `has succeeded`, `is queued`: said of a run. */
export function wordStatus(status: RunStatus | undefined): string {
  switch (status) {
    case undefined:
      return 'is not there any more'
    case 'succeeded':
    case 'failed':
      return `has ${status}`
    case 'cancelled':
      return 'was cancelled'
    default:
      return `is ${status}`
  }
}
