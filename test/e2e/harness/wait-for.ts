/** Waits for a condition, never for a time: the end-to-end tests call it wherever something happens in the background. */
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'

const POLL_MS = 50
const TIMEOUT_MS = 20_000

/**
 * Resolves to the first answer of `probe` that is neither false nor nothing. A probe that throws is asked again.
 * @throws after `timeoutMs`, with what was waited for and what the probe said last
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeoutMs = TIMEOUT_MS,
): Promise<NonNullable<Exclude<T, false>>> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const last = await attempt(probe)
    if (!('error' in last) && last.value !== undefined && last.value !== null && last.value !== false) {
      return last.value as NonNullable<Exclude<T, false>>
    }
    if (Date.now() > until) {
      const said = 'error' in last ? last.error : inspect(last.value, { depth: 4 })
      throw new Error(`waited ${timeoutMs} ms for ${what}; at last: ${said}`)
    }
    await sleep(POLL_MS)
  }
}

async function attempt<T>(probe: () => T | Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await probe() }
  } catch (error) {
    return { error }
  }
}
