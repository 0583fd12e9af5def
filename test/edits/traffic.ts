/**
 * What goes on in a project while it is edited: requests on kept connections, slow ones, short runs, long ones, runs that
 * wait for others. Everything that went wrong is found out at the end.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeenState } from './project.ts'

export interface Traffic {
  /** Asks for nothing more; resolves when every run has ended, to what went wrong, in words. */
  stop(): Promise<string[]>
  /** So far. `resent`: over a kept connection that was closed at the same moment, as HTTP lets any server do. */
  counts(): { readonly requests: number; readonly runs: number; readonly resent: number }
}

export interface TrafficOptions {
  readonly folder: string
  readonly url: string
  /** How long the long runs take. */
  readonly longMs: number
}

const STATE_EVERY_MS = 25
const RUN_EVERY_MS = 100
const SLOW_EVERY_MS = 300
const SLOW_MS = 700
const SHORT_MS = 400
/** How many short runs there are for a long one. */
const SHORT_PER_LONG = 100
/** For all that was begun, beside what the long runs take. */
const SETTLE_MS = 60_000

export function startTraffic({ folder, url, longMs }: TrafficOptions): Traffic {
  const agent = new Agent({ keepAlive: true })
  const faults: string[] = []
  const ids: string[] = []
  let requests = 0
  let resent = 0
  let isStopping = false

  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    requests++
    try {
      const { status, text } = await send(agent, `${url}${path}`, method, body).catch((error) => {
        if (!(error instanceof ClosedAtOnce) || method !== 'GET') throw error
        resent++
        return send(agent, `${url}${path}`, method, body)
      })
      if (status === 200) return JSON.parse(text)
      faults.push(`${method} ${path} was answered with ${status}: ${text.slice(0, 200)}`)
    } catch (error) {
      faults.push(`${method} ${path} failed: ${(error as Error).message}`)
    }
    return undefined
  }
  const run = async (path: string, prefix: string, body: object) => {
    const id = `${prefix}-${ids.length}`
    ids.push(id)
    if ('caller' in body) ids.push(`${id}-called`)
    await ask('POST', path, { id, ...body })
  }
  const look = async () => {
    const state = (await ask('GET', '/state')) as SeenState | undefined
    if (state && state.pair[0] !== state.pair[1]) faults.push(`half-new code: ${JSON.stringify(state)}`)
  }
  let shorts = 0
  const trigger = () => {
    if (++shorts % SHORT_PER_LONG === 1) return run('/run', 'long', { ms: longMs })
    if (shorts % 5 === 0) return run('/run', 'caller', { ms: SHORT_MS, caller: true })
    return run('/run', 'short', { ms: Math.round((shorts * 7919) % SHORT_MS) })
  }
  const series = [
    repeat(look, STATE_EVERY_MS),
    repeat(look, STATE_EVERY_MS),
    repeat(trigger, RUN_EVERY_MS),
    repeat(() => run('/slow', 'slow', { ms: SLOW_MS }), SLOW_EVERY_MS),
  ]

  async function repeat(action: () => Promise<void>, everyMs: number): Promise<void> {
    while (!isStopping) {
      await action()
      await sleep(everyMs)
    }
  }

  return {
    counts: () => ({ requests, runs: ids.length, resent }),
    async stop() {
      isStopping = true
      await Promise.all(series)
      await settled(folder, ids, longMs + SETTLE_MS)
      agent.destroy()
      return [...faults, ...judge(readLedger(folder), ids)]
    },
  }
}

/** What the ledger says that should not be: a run that did not happen, or not once. */
export function judge(ledger: readonly string[], ids: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of ledger) counts.set(line, (counts.get(line) ?? 0) + 1)
  return ids.flatMap((id) =>
    ['begin', 'end'].flatMap((mark) => {
      const times = counts.get(`${mark} ${id}`) ?? 0
      return times === 1 ? [] : [`${id} has ${times} times a line "${mark}"`]
    }),
  )
}

function readLedger(folder: string): string[] {
  try {
    return readFileSync(join(folder, 'ledger'), 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

async function settled(folder: string, ids: readonly string[], limitMs: number): Promise<void> {
  const until = Date.now() + limitMs
  while (Date.now() < until) {
    const lines = new Set(readLedger(folder))
    if (ids.every((id) => lines.has(`end ${id}`))) return
    await sleep(100)
  }
}

/** Nobody can tell whether the request was heard: what changes nothing may be sent again (RFC 9112, 9.3.1). */
class ClosedAtOnce extends Error {}

/** On a connection that is kept, where one is. */
function send(
  agent: Agent,
  url: string,
  method: string,
  body: object | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/json' } : {}
    const asking = request(url, { method, agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      answer.on('error', reject)
    })
    asking.on('error', (error: NodeJS.ErrnoException) => {
      const isClosedAtOnce = asking.reusedSocket && error.code === 'ECONNRESET'
      reject(isClosedAtOnce ? new ClosedAtOnce(error.message) : error)
    })
    asking.end(body && JSON.stringify(body))
  })
}
