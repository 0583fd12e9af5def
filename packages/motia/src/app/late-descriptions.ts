/** What workers tell of their files after the app has begun to serve, taken in everywhere. open-app.ts calls it. */
import type { TelemetryEvent } from '@motia/core/events'
import type { Manifest } from '../discovery/manifest.ts'
import { rememberSteps } from '../discovery/remembered.ts'
import type { Engine } from '../engine/engine.ts'
import type { Server } from '../server/server.ts'
import type { Schedules } from '../triggers/schedules.ts'
import { toDescribed, toNotice } from './announcements.ts'
import type { AppHost } from './host.ts'
import type { LoadedProject } from './load-project.ts'
import type { Runtimes } from './open-runtimes.ts'
import { schedulableSteps } from './open-schedules.ts'
import { toApiRoutes } from './open-server.ts'
import type { ProjectSteps } from './project-steps.ts'

export interface LateParts {
  readonly manifest: Manifest
  readonly project: ProjectSteps
  readonly runtimes: Runtimes
  readonly host: AppHost
  readonly engine: Engine
  readonly server: Server
  readonly schedules: Schedules
  /** What this process holds itself. */
  readonly loaded: LoadedProject
  /** When the app began, on the clock of `performance`. */
  readonly beganAt: number
  announce(event: TelemetryEvent): void
}

export function takeDescriptions(parts: LateParts): void {
  const { manifest, project, runtimes, host, engine, server, schedules, loaded, beganAt, announce } = parts
  const { registry } = project
  const tellFailure = (error: unknown) => announce(toNotice(error)) // the rest goes on, and so do later descriptions
  runtimes.onDescribed(async (language, description) => {
    project.describe(language, description)
    host.targets.replace(registry.routes, registry.strict)
    await server.replaceRoutes(toApiRoutes(registry, loaded)).catch(tellFailure)
    engine.stepsChanged()
    await schedules.replace(schedulableSteps(registry)).catch(tellFailure)
    await rememberSteps(manifest, language, description).catch(tellFailure)
    announce(toDescribed(language, project, performance.now() - beganAt))
  })
}
