/** Commands that were sent to the app and wait for its answer. app-process.ts keeps those of one process. */
import { motiaError } from '@motia/core/errors'
import type { Answer, Command } from '../wire/control.ts'

export interface PendingCommands {
  /** Never rejects: failure is an answer. */
  ask(command: Command): Promise<Answer>
  answered(q: number, answer: Answer): void
  /** The app is gone: all that wait are told so, and all that follow. */
  failAll(cause: string): void
}

export function createPendingCommands(send: (q: number, command: Command) => void): PendingCommands {
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  let goneBecause: string | undefined
  return {
    ask(command) {
      if (goneBecause !== undefined) return Promise.resolve(toAppDown(goneBecause))
      const q = ++last
      return new Promise((resolve) => {
        waiting.set(q, resolve)
        send(q, command)
      })
    },
    answered(q, answer) {
      waiting.get(q)?.(answer)
      waiting.delete(q)
    },
    failAll(cause) {
      goneBecause = cause
      for (const resolve of waiting.values()) resolve(toAppDown(cause))
      waiting.clear()
    },
  }
}

/** The answer of an app that is not there. */
export function toAppDown(cause: string): Answer {
  const { name, message, code } = motiaError('MOTIA_APP_DOWN', { cause })
  return { ok: false, failure: { name, message, code } }
}
