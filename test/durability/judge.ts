/**
 * Whether each acknowledged trigger was on disk before its answer left: between the read of the request and the
 * first write of its answer, the triggered run has to be written to the store's log, and a sync of the log has to
 * begin after that and succeed. Fed by check.ts with the calls of a traced project.
 */
import type { Call } from './calls.ts'

export interface SyncJudge {
  /** In the order of the trace. */
  see(call: Call): void
  /** What became of a request, after the last call was seen. */
  fateOf(id: string): Fate
}

/** `sync` is the same number for requests that one sync served; `fault` says what is not as it has to be. */
export type Fate = { readonly sync: number } | { readonly fault: string }

/** What came of a request that was read, and when, in lines of the trace. */
interface Request {
  writtenAt?: number
  syncedAt?: number
  answeredAt?: number
}

/** The steps in chaos/fixtures read the id from the path, and trigger with `kept-` before it. */
const REQUEST = /"POST \/receipts\/([a-z]+-\d+) HTTP\/1\.1\\r\\n/
const ROW = /kept-([a-z]+-\d+)\\"/g

const READS = new Set(['read', 'readv', 'recvfrom', 'recvmsg'])
const SYNCS = new Set(['fsync', 'fdatasync'])

/** @param log path of the write-ahead log, without symbolic links */
export function createSyncJudge(log: string): SyncJudge {
  const requests = new Map<string, Request>()
  /** By socket: the request that is not answered yet. */
  const asking = new Map<string, Request>()
  /** Written to the log, at these lines, and not synced. */
  const dirty = new Map<Request, number>()

  const seeSocket = (call: Call) => {
    if (READS.has(call.name)) {
      const id = REQUEST.exec(call.args)?.[1]
      if (id === undefined) return
      const request: Request = {}
      requests.set(id, request)
      asking.set(call.file, request)
      return
    }
    const request = asking.get(call.file)
    if (request === undefined) return
    request.answeredAt = call.beganAt
    asking.delete(call.file)
  }
  const seeLog = (call: Call) => {
    if (SYNCS.has(call.name)) {
      if (call.result === 0) markSynced(call)
      return
    }
    // A page shows all of its rows each time: the first time counts.
    for (const [, id = ''] of call.args.matchAll(ROW)) {
      const request = requests.get(id)
      if (request === undefined || request.writtenAt !== undefined || call.result <= 0) continue
      request.writtenAt = call.endedAt
      dirty.set(request, call.endedAt)
    }
  }
  const markSynced = ({ beganAt, endedAt }: Call) => {
    for (const [request, writtenAt] of dirty) {
      if (beganAt < writtenAt) continue
      request.syncedAt = endedAt
      dirty.delete(request)
    }
  }
  return {
    see(call) {
      if (call.file === log) seeLog(call)
      else if (call.file.startsWith('socket:')) seeSocket(call)
    },
    fateOf: (id) => decide(requests.get(id)),
  }
}

function decide(request: Request | undefined): Fate {
  if (request === undefined) return { fault: 'its request is not in the trace' }
  const { answeredAt, writtenAt, syncedAt } = request
  if (answeredAt === undefined) return { fault: 'its answer is not in the trace' }
  if (writtenAt === undefined || writtenAt > answeredAt) {
    return { fault: 'answered before its run was written to the log' }
  }
  if (syncedAt === undefined || syncedAt > answeredAt) {
    return { fault: 'answered before the log was synced' }
  }
  return { sync: syncedAt }
}
