/** All routes of the API, as docs/workbench-api.md has them. server.ts serves them. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from './access/access.ts'
import type { AppView } from './app-view.ts'
import type { Live } from './live/live.ts'
import { openProjectFiles } from './project/project-files.ts'
import { ANSWERED, type Route, reading } from './router.ts'
import { appRoutes } from './routes/app.ts'
import { commandRoutes } from './routes/commands.ts'
import { endpointRoutes } from './routes/endpoints.ts'
import { errorRoutes } from './routes/errors.ts'
import { graphRoutes, listFlows } from './routes/graph.ts'
import { logRoutes } from './routes/logs.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { queueRoutes } from './routes/queues.ts'
import { redriveManyRoute } from './routes/redrive-many.ts'
import { runRoutes } from './routes/runs.ts'
import { sessionRoutes } from './routes/session.ts'
import { stateRoutes } from './routes/state.ts'
import { stepRoutes } from './routes/steps.ts'
import type { RunReader, WorkbenchCommands } from './run-reader.ts'
import type { TelemetrySource } from './telemetry-source.ts'

const SESSION_CHECK_MS = 1_000

/** What the routes read, and whom they tell. */
export interface ApiSources {
  /** Of the project. */
  readonly root: string
  readonly app: AppView
  readonly runs: RunReader
  readonly telemetry: TelemetrySource
  readonly commands: WorkbenchCommands
  readonly now?: () => number
}

export function apiRoutes(given: ApiSources, access: Access, live: Live): Route[] {
  const { root, app, runs, telemetry, commands, now = Date.now } = given
  const files = openProjectFiles(root, { hidesConfig: access.asksForLogin })
  const sources = { ...given, files, now, flows: () => listFlows(given) }
  return [
    ...sessionRoutes(access),
    ...appRoutes(sources),
    ...stepRoutes(sources),
    ...graphRoutes(sources),
    ...runRoutes(sources),
    ...metricsRoutes(telemetry, now),
    ...errorRoutes(sources),
    ...logRoutes(telemetry),
    ...queueRoutes(sources),
    ...stateRoutes(runs),
    ...endpointRoutes(app),
    reading('live', ({ request, response }) => {
      if (request.method === 'HEAD') return null
      live.listen(request, response)
      endWithSession(access, request, response)
      return ANSWERED
    }),
    ...commandRoutes(commands),
    redriveManyRoute(commands),
  ]
}

/** Who has logged out, or was let in for so long, hears no more either. A token lasts as long as the server. */
function endWithSession(access: Access, request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.authorization !== undefined) return
  const timer = setInterval(() => {
    if (access.remember(request) === null) response.destroy() // what is written to it meanwhile is no error
  }, SESSION_CHECK_MS)
  timer.unref()
  response.once('close', () => clearInterval(timer))
}
