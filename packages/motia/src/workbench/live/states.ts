/** What counts only as it is now: the project's pulse and how the app fares, told when they have changed. live.ts asks. */
import type { WireApp } from '../wire/app.ts'
import type { WirePulse } from '../wire/live.ts'
import { isSamePulse } from './pulse.ts'

export interface StateSources {
  readonly pulse?: () => Promise<WirePulse>
  /** Another object whenever it has changed. */
  readonly app?: () => WireApp
}

export interface States {
  checkApp(): void
  checkPulse(): Promise<void>
  /** Somebody came who has been told nothing. */
  again(): void
}

/** @param tell everyone who listens, by the event's name */
export function createStates(
  { pulse, app }: StateSources,
  tell: (name: string, data: string) => void,
): States {
  let lastPulse: WirePulse | undefined
  let lastApp: WireApp | undefined
  /** A slow pulse is not asked for twice. */
  let isReading = false

  return {
    checkApp() {
      const state = app?.()
      if (state === lastApp || state === undefined) return
      lastApp = state
      tell('app', JSON.stringify(state))
    },
    async checkPulse() {
      if (!pulse || isReading) return
      isReading = true
      try {
        const read = await pulse()
        if (isSamePulse(lastPulse, read)) return
        lastPulse = read
        tell('pulse', JSON.stringify(read))
      } catch {
        lastPulse = undefined // not worth an error: the next beat comes
      } finally {
        isReading = false
      }
    },
    again() {
      lastPulse = undefined
      lastApp = undefined
    },
  }
}
