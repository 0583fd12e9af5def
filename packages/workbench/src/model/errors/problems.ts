/** How the project fares as a whole, and what died of late. Pure; the page of problems and the banner show it. */
import type { Language } from '@motia/core/descriptor'
import type { WireMistake, WireNotices, WireProblems } from 'motia/workbench/wire/app'

/** `partly`: it runs, but for what its author has to correct; `failing`: workers die over and over again. */
export type Standing = 'well' | 'partly' | 'failing' | 'starting' | 'down'

export function toStanding({ app, mistakes }: WireProblems, deaths: readonly Deaths[]): Standing {
  if (app.state !== 'ready') return app.state
  if (deaths.some(isLoop)) return 'failing'
  return mistakes.length > 0 ? 'partly' : 'well'
}

/** `motia/a.ts:14:22`, as far as it is known. */
export function toPlace({ file, line, column }: Pick<WireMistake, 'file' | 'line' | 'column'>): string {
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')
}

/** Processes that ended although nobody stopped them, for the same reason. */
export interface Deaths {
  /** Of the worker; none of the app itself. */
  readonly language: Language | undefined
  readonly cause: string
  readonly count: number
  readonly lastAt: number
}

/** What happened longer ago is over. */
const RECENT_MS = 5 * 60_000
/** Once may be chance. */
const LOOP = 3

/** Of the last minutes, those that died last first; workers of an app that has been replaced since are forgotten. */
export function toDeaths(notices: WireNotices, now: number): Deaths[] {
  const deaths = new Map<string, Deaths>()
  const readyAt = Math.max(0, ...notices.map(({ event }) => (event.type === 'app-ready' ? event.at : 0)))
  for (const { event } of notices) {
    if (event.type === 'worker-ended' && event.at < readyAt) continue
    const isDeath = event.type === 'app-ended' || (event.type === 'worker-ended' && !event.expected)
    if (!isDeath || now - event.at > RECENT_MS) continue
    const language = event.type === 'worker-ended' ? event.language : undefined
    const name = `${language} ${event.cause}`
    const { count = 0, lastAt = 0 } = deaths.get(name) ?? {}
    deaths.set(name, { language, cause: event.cause, count: count + 1, lastAt: Math.max(lastAt, event.at) })
  }
  return [...deaths.values()].sort((a, b) => b.lastAt - a.lastAt)
}

/** It starts and dies over and over again: its steps hardly run. */
export function isLoop({ count }: Deaths): boolean {
  return count >= LOOP
}

/** What the sidebar says of the project: `failing` while workers die over and over again, `lost` without an answer. */
export type AppMood = WireProblems['app']['state'] | 'failing' | 'lost' | 'connecting'

export function toAppMood(
  connection: 'connecting' | 'open' | 'lost',
  app: WireProblems['app'] | undefined,
  deaths: readonly Deaths[],
): AppMood {
  if (connection === 'lost') return 'lost'
  if (!app) return 'connecting'
  return app.state === 'ready' && deaths.some(isLoop) ? 'failing' : app.state
}
