/**
 * The asking side of the thread: requests of a turn of the event loop go out a few at a time, replies come back in
 * their order, so that a queue of promises is all the bookkeeping there is.
 */
import type { MessagePort } from 'node:worker_threads'
import { fromErrorData } from './errors.ts'
import type { Replies, Verb, Verbs } from './verbs.ts'

export interface Asking {
  ask<V extends Verb>(verb: V, ...args: Parameters<Verbs[V]>): Promise<ReturnType<Verbs[V]>>
  /** Resolves when everything asked so far is answered. */
  idle(): Promise<void>
  /** Rejects what is not answered yet and all that is asked from now on. */
  fail(error: Error): void
}

interface Pending {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

const FORGET_FROM = 4096
/** A message holds this many: the thread is at work on the first ones of a turn while the turn goes on. */
const MESSAGE_REQUESTS = 8

/** Not the one that a test's fake clock puts in its place. */
const defer = setImmediate

export function createAsking(port: MessagePort): Asking {
  let outgoing: (Verb | readonly unknown[])[] = []
  let pending: Pending[] = []
  let answered = 0
  let failure: Error | undefined
  let onIdle: (() => void)[] = []

  const send = () => {
    if (outgoing.length > 0 && !failure) port.postMessage(outgoing)
    outgoing = []
  }

  /** Forgets what is answered: all of it at rest, from time to time under constant load. */
  const forget = () => {
    if (answered < FORGET_FROM && answered < pending.length) return
    pending = pending.slice(answered)
    answered = 0
    if (pending.length > 0) return
    for (const resolve of onIdle) resolve()
    onIdle = []
  }

  port.on('message', ({ results, errors }: Replies) => {
    const failed = new Map(errors)
    for (let at = 0; at < results.length; at++) {
      const { resolve, reject } = pending[answered++] as Pending
      const error = failed.size > 0 ? failed.get(at) : undefined
      if (error) reject(fromErrorData(error))
      else resolve(results[at] as never)
    }
    forget()
  })

  return {
    ask(verb, ...args) {
      if (failure) return Promise.reject(failure)
      if (outgoing.length === 0) defer(send)
      outgoing.push(verb, args)
      if (outgoing.length >= 2 * MESSAGE_REQUESTS) send()
      return new Promise((resolve, reject) => {
        pending.push({ resolve, reject })
      })
    },
    idle: () =>
      new Promise((resolve) => {
        onIdle.push(resolve)
        forget()
      }),
    fail(error) {
      failure = error
      for (const { reject } of pending.slice(answered)) reject(error)
      answered = pending.length
      forget()
    },
  }
}
