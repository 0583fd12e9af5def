/**
 * What the steps of a compiled project are, found out by loading them in a worker process that runs nothing else: for
 * `motia build`, and for `motia steps` when no server runs.
 */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import type { TelemetryEvent } from '@motia/core/events'
import type { AttemptServices } from '@motia/core/runtime'
import type { Config } from '../config/config.ts'
import { checkProject } from '../discovery/check.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { sortMistakes } from '../discovery/report.ts'
import { nodeLaunch } from '../runtimes/node/launch.ts'
import { WorkerPool } from '../runtimes/pool.ts'

export interface DescribedProject {
  readonly steps: readonly StepDescriptor[]
  /** Those of the compilation too, by place. */
  readonly mistakes: readonly Mistake[]
}

/** @param onEvent hears what the files print while they are loaded */
export async function describeProject(
  config: Config,
  manifest: Manifest,
  onEvent: (event: TelemetryEvent) => void,
): Promise<DescribedProject> {
  const { root, mode, fileEnv, onError, file } = config
  // Without `setup`: what it opens is there to run steps.
  const files = manifest.files.map(({ kinds: _, ...each }) => each)
  const env = { ...process.env, ...fileEnv, NODE_ENV: mode }
  const pool = new WorkerPool({
    language: 'node',
    launch: nodeLaunch(root, env, { root, mode, files }),
    workers: 1,
    slotsPerWorker: 1,
    services: NO_SERVICES,
    telemetry: { record: (event) => event.type === 'log' && onEvent(event) },
    onWorker: () => {},
  })
  const described = await pool.describe()
  await pool.stop(0)
  const checked = checkProject(described.steps, { onError, configFile: file })
  const mistakes = [...manifest.mistakes, ...described.mistakes, ...checked.mistakes]
  return { steps: checked.steps, mistakes: sortMistakes(mistakes) }
}

/** A file that triggers something as it is loaded is told that nothing runs. */
const nothingRuns = () => Promise.reject(motiaError('MOTIA_NO_HOST'))
const NO_SERVICES: AttemptServices = {
  readState: nothingRuns,
  listState: nothingRuns,
  triggerNow: nothingRuns,
  call: nothingRuns,
  awaitResults: nothingRuns,
}
