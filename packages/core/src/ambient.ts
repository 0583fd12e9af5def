/**
 * One slot per process, on a global symbol, that the app, each worker and the test kit fill with their host.
 * motia.ts and logger.ts delegate to it, and find the current run there.
 */
import type { Logger } from './context.ts'
import { motiaError } from './errors.ts'
import type { Receipt, TriggerOptions } from './trigger.ts'

/** What a process offers to the code of the project that runs in it. */
export interface Host {
  trigger(target: string, payload: unknown, options: TriggerOptions | undefined): Promise<Receipt>
  call(target: string, payload: unknown, options: TriggerOptions | undefined): Promise<unknown>
  readonly logger: Logger
}

const SLOT = Symbol.for('motia.host')
const slot = globalThis as { [SLOT]?: Host | undefined }

/** Fills the slot, or empties it with `undefined`; returns what was there. */
export function setHost(host: Host | undefined): Host | undefined {
  const before = slot[SLOT]
  slot[SLOT] = host
  return before
}

export function currentHost(): Host {
  const host = slot[SLOT]
  if (!host) throw motiaError('MOTIA_NO_HOST')
  return host
}

export function hasHost(): boolean {
  return slot[SLOT] !== undefined
}
