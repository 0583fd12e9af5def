/** What an app tells of itself: that it serves, what its workers have added, what went wrong. */
import type { Language } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { toUrl } from '../config/address-url.ts'
import type { Config } from '../config/config.ts'
import type { ProjectSteps } from './project-steps.ts'

export function toReady({ host, port }: Config, project: ProjectSteps, tookMs: number): TelemetryEvent {
  const { registry, mistakes } = project
  const pending = project.pending.size > 0 ? { pending: [...project.pending] } : {}
  return {
    type: 'app-ready',
    at: Date.now(),
    url: toUrl(host, port),
    steps: registry.steps,
    mistakes,
    ...pending,
    tookMs,
  }
}

export function toDescribed(language: Language, project: ProjectSteps, tookMs: number): TelemetryEvent {
  const { registry, mistakes, modules } = project
  const found = { steps: registry.steps, mistakes, modules }
  return { type: 'steps-described', at: Date.now(), language, ...found, tookMs }
}

export function toNotice(error: unknown): TelemetryEvent {
  return { type: 'notice', at: Date.now(), level: 'error', message: (error as Error).message }
}
