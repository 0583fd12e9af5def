/** The app as a whole: what it is, what is wrong with it, what befell it. */
import { pathToFileURL } from 'node:url'
import type { Failure } from '@motia/core/failure'
import type { EventFilter } from '../../observability/records.ts'
import { redactFailure } from '../../observability/redact.ts'
import type { AppView } from '../app-view.ts'
import { framesOf, readFrame } from '../project/code-frame.ts'
import type { ProjectFiles } from '../project/project-files.ts'
import { readLimit, readNumber, readTexts } from '../query.ts'
import { type Route, reading } from '../router.ts'
import type { TelemetrySource } from '../telemetry-source.ts'
import type { WireCrash, WireInfo, WireMistake, WireNotices, WireProblems } from '../wire/app.ts'

export interface AppSources {
  readonly root: string
  readonly app: AppView
  readonly files: ProjectFiles
  readonly telemetry: TelemetrySource
}

export function appRoutes({ root, app, files, telemetry }: AppSources): Route[] {
  return [
    reading('info', ({ role }): WireInfo => {
      const info = app.info()
      const rest = { app: app.state(), mistakes: app.mistakes(), canArrange: info.mode === 'development' }
      return { ...info, ...rest, role: role ?? 'viewer' }
    }),
    reading('problems', () => findProblems(root, app, files)),
    reading('notices', async ({ query }): Promise<WireNotices> => {
      const before = readNumber(query, 'before')
      const types = readTexts(query, 'types') as EventFilter['types']
      return telemetry.events({
        limit: readLimit(query, 50),
        ...(before !== undefined && { before }),
        ...(types && { types }),
      })
    }),
  ]
}

async function findProblems(root: string, app: AppView, files: ProjectFiles): Promise<WireProblems> {
  const mistakes = await Promise.all(
    app.mistakes().map(async (mistake): Promise<WireMistake> => {
      const { line } = mistake
      const frame = line === undefined ? undefined : await readFrame({ ...mistake, line }, files)
      return { ...mistake, ...(frame && { frame }) }
    }),
  )
  return { app: app.state(), mistakes, crash: await findCrash(root, app, files) }
}

async function findCrash(root: string, app: AppView, files: ProjectFiles): Promise<WireCrash | null> {
  const crash = app.crash()
  if (!crash) return null
  const { failure: thrown, ...rest } = crash
  const failure = thrown && redactFailure(toRelative(thrown, root))
  return { ...rest, ...(failure && { failure }), frames: await framesOf(failure, files) }
}

/** What fails before steps run has the paths of the machine in its stack. */
function toRelative(failure: Failure, root: string): Failure {
  const { stack } = failure
  if (stack === undefined) return failure
  return { ...failure, stack: stack.replaceAll(`${pathToFileURL(root)}/`, '').replaceAll(`${root}/`, '') }
}
