/**
 * How an app ends: stopped, with what is under way given a grace, or retired, because another takes its place, and it
 * goes on only with what it has begun. open-app.ts makes it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunResult } from '@motia/core/runtime'
import type { Engine } from '../engine/engine.ts'
import type { Server } from '../server/server.ts'
import type { Schedules } from '../triggers/schedules.ts'
import type { HandoverStore } from './handover-store.ts'
import type { Successor } from './successor.ts'

export interface AppEnd {
  /** Takes in nothing more and lets go of the store: resolves to the runs that it goes on with. */
  retire(): Promise<ReturnType<Engine['held']>>
  /** Resolves when those have ended, and the requests that it had begun. */
  retired(): Promise<void>
  stop(graceMs: number): Promise<void>
}

export interface AppEndParts {
  readonly schedules: Schedules
  readonly server: Server
  readonly engine: Engine
  readonly store: HandoverStore
  readonly successor: Successor
  /** What is left to be closed, once nothing is under way. */
  close(): Promise<void>
}

export function createAppEnd({ schedules, server, engine, store, successor, close }: AppEndParts): AppEnd {
  let served: Promise<void> | undefined
  return {
    async retire() {
      schedules.stop()
      served = server.handOver()
      await engine.retire()
      await nextTurn() // what its workers gave back is on its way to the store
      await store.handOver(successor.ask)
      await nextTurn()
      engine.follow((results) => successor.ask({ results }) as Promise<RunResult[]>)
      return engine.held()
    },
    async retired() {
      await Promise.all([served, engine.retired()])
      await close()
    },
    async stop(graceMs) {
      const until = Date.now() + graceMs
      schedules.stop()
      await Promise.race([server.close(graceMs), delay(graceMs)])
      await engine.stop(Math.max(0, until - Date.now()))
      await close()
    },
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
