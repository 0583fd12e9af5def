/**
 * The ambient `motia` and `logger` in a process with several test apps: code inside an attempt talks to the app that
 * runs it, other code to the one opened last.
 */
import { motia } from '@motia/core'
import { type Host, setHost } from '@motia/core/ambient'
import { motiaError } from '@motia/core/errors'
import type { AttemptServices } from '@motia/core/runtime'
import { currentAttempt } from '../runtimes/node/invoke/attempt.ts'

const hosts = new Map<AttemptServices, Host>()
let before: Host | undefined

/** @param services those of the app's attempts. @returns what takes the host away again */
export function addHost(services: AttemptServices, host: Host): () => void {
  if (hosts.size === 0) {
    before = setHost(ambient)
    globalThis.motia = motia
  }
  hosts.set(services, host)
  return () => {
    hosts.delete(services)
    if (hosts.size === 0) setHost(before)
  }
}

const ambient: Host = {
  trigger: (...args) => hostNow().trigger(...args),
  call: (...args) => hostNow().call(...args),
  get logger() {
    return hostNow().logger
  },
}

function hostNow(): Host {
  const attempt = currentAttempt.getStore()
  const host = (attempt && hosts.get(attempt.services)) ?? [...hosts.values()].at(-1)
  if (!host) throw motiaError('MOTIA_NO_HOST')
  return host
}
