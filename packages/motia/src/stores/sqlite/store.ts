/**
 * The SQLite store, as its process sees it: the port of core, with a thread behind it, so that an fsync never stops
 * the event loop. What has arrived at the thread shares a transaction.
 */
import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import { cwd } from 'node:process'
import { motiaError } from '@motia/core/errors'
import type { Store } from '@motia/core/store'
import { type Asking, createAsking } from './asking.ts'
import { fromErrorData } from './errors.ts'
import type { Opened, ThreadOptions } from './loop.ts'
import { toClaimedRuns, toCommitResult, toPlainEnd } from './replies.ts'
import { startThread, type ThreadHandle } from './thread-host.ts'

export interface SqliteStoreOptions {
  /** A file, made with its folder if it is missing, or `:memory:`. */
  readonly path: string
  /** The project's root, told to whoever finds the store busy. Default: the working directory. */
  readonly project?: string
  /** How long `open` waits for another process to let go of the store. Default: 0. */
  readonly lockWaitMs?: number
  /** Without a thread, and without keeping the process alive: for tests. Default: false. */
  readonly inPlace?: boolean
  /** One that was started ahead, for the first `open`. */
  readonly thread?: ThreadHandle | undefined
  /** The thread died, which is a bug. Default: an uncaught exception, which ends the process. */
  readonly onFatal?: (error: Error) => void
}

export interface SqliteStore extends Store {
  /** The share of time, 0 to 1, that the thread was busy since the last call. */
  threadLoad(): number
}

export function createSqliteStore(options: SqliteStoreOptions): SqliteStore {
  const { path, project = cwd(), lockWaitMs = 0, inPlace = false, onFatal = throwLater } = options
  let ahead = options.thread
  let thread: ThreadHandle | undefined
  let asking: Asking | undefined
  let lastLoad: EventLoopUtilization | undefined

  const ask: Asking['ask'] = (verb, ...args) => asking?.ask(verb, ...args) ?? Promise.reject(notOpen())

  return {
    async open() {
      const started = ahead ?? startThread(inPlace)
      ahead = undefined
      started.port.postMessage({ path, project, lockWaitMs } satisfies ThreadOptions)
      const { error } = await firstMessage(started)
      if (error) {
        started.port.close()
        throw fromErrorData(error)
      }
      thread = started
      lastLoad = undefined
      const own = createAsking(started.port)
      if (inPlace) started.port.unref()
      asking = own
      void started.ended.then((crash) => {
        if (thread !== started) return
        const failure = endedEarly(crash)
        own.fail(failure)
        onFatal(failure)
      })
    },
    async close() {
      const [closing, last] = [thread, asking]
      thread = undefined
      asking = undefined
      await last?.idle()
      closing?.port.postMessage('close')
      await closing?.ended
    },
    threadLoad() {
      if (!thread) return 0
      const load = thread.utilization()
      const since = lastLoad ? performance.eventLoopUtilization(load, lastLoad) : load
      lastLoad = load
      return since.utilization
    },
    ...toAbilities(ask),
  }
}

/** The verbs of the port as those of the thread. */
function toAbilities(ask: Asking['ask']): Omit<Store, 'open' | 'close'> {
  return {
    runs: {
      async commit(commit) {
        const end = toPlainEnd(commit)
        return toCommitResult(await (end ? ask('end', ...end) : ask('commit', commit)), commit)
      },
      claim: async (wishes, now) => toClaimedRuns(await ask('claim', wishes, now)),
      release: (releases, now) => ask('release', releases, now),
      promote: (now, limit) => ask('promote', now, limit),
      recover: (now, held) => ask('recover', now, held),
      cancel: (runId, reason, now) => ask('cancel', runId, reason, now),
      redrive: (runId, now) => ask('redrive', runId, now),
      get: (runId) => ask('get', runId),
      list: (filter) => ask('list', filter),
      trace: (traceId) => ask('trace', traceId),
      attempts: (runId) => ask('attempts', runId),
      counts: () => ask('counts'),
      unrouted: () => ask('unrouted'),
      prune: (before, limit) => ask('prune', before, limit),
    },
    state: {
      get: (group, key) => ask('getState', group, key),
      list: (group) => ask('listState', group),
    },
    schedules: {
      list: () => ask('listSchedules'),
      put: (record) => ask('putSchedule', record),
      remove: (stepId) => ask('removeSchedule', stepId),
    },
    pauses: {
      list: () => ask('listPauses'),
      put: (stepId, now) => ask('putPause', stepId, now),
      remove: (stepId) => ask('removePause', stepId),
    },
    answers: {
      find: (key, now) => ask('findAnswer', key, now),
    },
  }
}

function firstMessage({ port, ended }: ThreadHandle): Promise<Opened> {
  return new Promise((resolve, reject) => {
    port.once('message', resolve)
    void ended.then((crash) => reject(endedEarly(crash)))
  })
}

function endedEarly(crash: Error | undefined): Error {
  return unavailable(`its thread ended: ${crash?.message ?? 'by itself'}`, crash)
}

function notOpen(): Error {
  return unavailable('it is not open')
}

function unavailable(cause: string, error?: Error): Error {
  return motiaError('MOTIA_STORE_UNAVAILABLE', { cause }, { cause: error })
}

function throwLater(error: Error): void {
  setImmediate(() => {
    throw error
  })
}
