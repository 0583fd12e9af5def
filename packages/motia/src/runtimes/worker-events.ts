/** What a worker's process tells whoever started it, and the phases of its life. worker-process.ts calls them. */
import type { Outcome } from '@motia/core/outcome'
import type { AttemptServices, Description } from '@motia/core/runtime'
import type { AttemptName, WorkerMessage } from '../wire/protocol.ts'
import type { Held } from './held-attempts.ts'
import type { WorkerEnd } from './start-failure.ts'

export interface WorkerEvents {
  /** For what the worker's code asks outside of any attempt. */
  readonly services: AttemptServices
  described(description: Description): void
  /** A slot is free: an attempt ended, or waits for a call. */
  freed(outcome?: Outcome): void
  /** It was silent, and takes work again. */
  heard(): void
  /** @param origin the attempt that it belongs to, if any */
  log(message: WorkerMessage & { t: 'log' }, origin: AttemptName | undefined): void
  /** A line on its plain stdout or stderr: not attributable to an attempt. */
  output(line: string, stream: 'stdout' | 'stderr'): void
  /** Gone, with what it still held; once. */
  exited(end: WorkerEnd, held: readonly Held[]): void
}

/** `ready` takes work; `retiring` finishes what it holds and ends. */
export type WorkerPhase = 'starting' | 'ready' | 'retiring' | 'gone'
