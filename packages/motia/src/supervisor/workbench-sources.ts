/** What the supervisor hands the Workbench: readers, commands, who may come in. supervisor.ts asks. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { DEFAULT_ERROR_STEP } from '@motia/core/failure'
import type { Config } from '../config/config.ts'
import { telemetryPath } from '../wire/control-path.ts'
import type { Credential } from '../workbench/access/access.ts'
import type { AuditLog } from '../workbench/access/audit-log.ts'
import { openReading } from '../workbench/reading/host.ts'
import type { WorkbenchCommands } from '../workbench/run-reader.ts'
import type { WorkbenchOptions } from '../workbench/server.ts'
import type { AppStatus } from './app-status.ts'
import { makeWorkbenchToken, WORKBENCH_TOKEN_FILE } from './workbench-token.ts'

const WARM_UP_DELAY_MS = 500
/** No names to open anything by. */
const EVERYWHERE = ['0.0.0.0', '::']

export interface WorkbenchSources {
  readonly config: Config
  readonly status: AppStatus
  readonly commands: WorkbenchCommands
  readonly urls: () => { readonly api: string; readonly workbench?: string }
  readonly audit: AuditLog
}

export function toWorkbenchOptions(sources: WorkbenchSources): WorkbenchOptions {
  const { config, status, commands, urls, audit } = sources
  const { root, mode, database, workbench, onError: errorStep = DEFAULT_ERROR_STEP } = config
  const versions = { motia: readVersion(), node: process.versions.node }
  const info = () => ({ project: basename(root), mode, urls: urls(), versions, errorStep })
  const credentials = toCredentials(config)
  const { runs, telemetry, close } = openReading({
    databasePath: database.path,
    telemetryPath: telemetryPath(root),
  })
  // The thread takes a while to begin, and whoever asks first should not have to wait for it; nor should the app's start.
  const warmingUp = setTimeout(() => void Promise.resolve(runs.version()).catch(() => {}), WARM_UP_DELAY_MS)
  warmingUp.unref()
  return {
    root,
    runs,
    telemetry,
    close() {
      clearTimeout(warmingUp)
      return close()
    },
    commands,
    app: { ...status, info, ...(config.keepKey !== undefined && { keepKey: config.keepKey }) },
    access: {
      ownToken: makeWorkbenchToken(root),
      ownTokenFile: WORKBENCH_TOKEN_FILE,
      credentials,
    },
    // With passwords any name will do.
    ...(credentials.length === 0 &&
      !EVERYWHERE.includes(workbench.host) && { allowedHosts: [workbench.host] }),
    audit,
  }
}

function toCredentials({ workbench }: Config): Credential[] {
  const { token, password, viewerToken, viewerPassword } = workbench
  const given: readonly (readonly [Credential['role'], Credential['kind'], string | undefined])[] = [
    ['operator', 'token', token],
    ['operator', 'password', password],
    ['viewer', 'token', viewerToken],
    ['viewer', 'password', viewerPassword],
  ]
  return given.flatMap(([role, kind, secret]) => (secret === undefined ? [] : [{ role, kind, secret }]))
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
