/**
 * What the server pushes, for the whole page: one EventSource. The pulse says what is out of date: queries that depend
 * on it are fetched again, at most once a second and only those on screen. Telemetry events go to whoever asks.
 */

import type { TelemetryEvent } from '@motia/core/events'
import type { QueryClient } from '@tanstack/react-query'
import type { WireDropped, WirePulse } from 'motia/workbench/wire/live'
import { useEffect, useSyncExternalStore } from 'react'
import { infoQuery } from './queries.ts'

export interface LiveState {
  /** `lost`: the server does not answer; tried again by itself. */
  readonly connection: 'connecting' | 'open' | 'lost'
  readonly pulse: WirePulse | undefined
  /** The latest pulses, oldest first: for lines that grow while one looks. */
  readonly pulses: readonly WirePulse[]
}

type Follower = (events: readonly TelemetryEvent[], dropped: number) => void

const MAX_PULSES = 120
const FRAME_MS = 100
/** Later than that a first screen is there. */
const FIRST_SCREEN_MS = 2_000

let state: LiveState = { connection: 'connecting', pulse: undefined, pulses: [] }
const listeners = new Set<() => void>()
const followers = new Set<Follower>()
let waiting: TelemetryEvent[] = []
let dropped = 0
let timer: ReturnType<typeof setTimeout> | undefined

function change(next: Partial<LiveState>): void {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

/** Opens the stream, for the life of the page. */
export function startLive(client: QueryClient): void {
  const source = new EventSource('/api/v1/live')
  let settleMs = FIRST_SCREEN_MS
  source.addEventListener('open', () => {
    change({ connection: 'open' })
    // Whatever happened while nobody listened; what the first screen reads at this moment is not read twice for it.
    setTimeout(() => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'still' })
    }, settleMs)
    settleMs = 0
  })
  source.addEventListener('error', () => change({ connection: 'lost' }))
  source.addEventListener('pulse', ({ data }) => takePulse(client, JSON.parse(data) as WirePulse))
  let isTold = false
  source.addEventListener('app', ({ data }) => {
    // The first time it tells what has mostly just been read; later the same words may mean another app.
    const isKnown = !isTold && data === JSON.stringify(client.getQueryData(infoQuery().queryKey)?.app)
    isTold = true
    if (!isKnown) void client.invalidateQueries({ queryKey: ['app'] })
  })
  source.addEventListener('dropped', ({ data }) => {
    dropped += (JSON.parse(data) as WireDropped).count
    plan()
  })
  source.addEventListener('telemetry', ({ data }) => {
    // Looked for in the text: to parse thousands a second would cost, and this one is rare.
    if (data.includes('"worker-ended"')) void client.invalidateQueries({ queryKey: ['app', 'notices'] })
    if (followers.size === 0) return
    waiting.push(JSON.parse(data) as TelemetryEvent)
    plan()
  })
}

function takePulse(client: QueryClient, pulse: WirePulse): void {
  const before = state.pulse?.versions
  change({ pulse, pulses: [...state.pulses, pulse].slice(-MAX_PULSES) })
  for (const name of ['runs', 'spans', 'logs'] as const) {
    if (before && before[name] !== pulse.versions[name]) void refetch(client, name)
  }
}

/** Without cutting off a request under way: what it brings is new enough, the next pulse asks again. */
function refetch(client: QueryClient, name: string): Promise<void> {
  return client.invalidateQueries({ queryKey: [name] }, { cancelRefetch: false })
}

/** Several events at once, so that a flood renders ten times a second and not a thousand. */
function plan(): void {
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    const [events, left] = [waiting, dropped]
    waiting = []
    dropped = 0
    for (const follower of followers) follower(events, left)
  }, FRAME_MS)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLive(): LiveState {
  return useSyncExternalStore(subscribe, () => state)
}

/** Calls with what arrives, some ten times a second, as long as the component is there. `follower` has to be stable. */
export function useTelemetry(follower: Follower): void {
  useEffect(() => {
    followers.add(follower)
    return () => void followers.delete(follower)
  }, [follower])
}
