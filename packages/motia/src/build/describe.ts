/**
 * What the steps of a compiled project are, found out by loading them in worker processes that run nothing else: for
 * `motia build`, and for `motia steps` when no server runs.
 */
import type { Language, Mistake, StepDescriptor } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import type { TelemetryEvent } from '@motia/core/events'
import type { AttemptServices, Description } from '@motia/core/runtime'
import { openRuntime } from '../app/open-runtimes.ts'
import type { Config } from '../config/config.ts'
import { combineDescriptions, languagesOf } from '../discovery/combine.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { sortMistakes } from '../discovery/report.ts'

export interface DescribedProject {
  /** Those whose language is not to be had here are told as far as their text goes. */
  readonly steps: readonly StepDescriptor[]
  /** Those of the compilation too, by place. */
  readonly mistakes: readonly Mistake[]
  /** Steps that could not be looked at, for want of an interpreter. */
  readonly unchecked: readonly Mistake[]
}

/** @param onEvent hears what the files print while they are loaded */
export async function describeProject(
  config: Config,
  manifest: Manifest,
  onEvent: (event: TelemetryEvent) => void,
): Promise<DescribedProject> {
  const { mode, fileEnv, onError, file, workers } = config
  const once = { ...config, workers: { ...workers, count: 1, max: 1 } }
  const describe = async (language: Language): Promise<[Language, Description]> => {
    const pool = openRuntime(language, {
      config: once,
      manifest: withoutSetup(manifest),
      env: { ...process.env, ...fileEnv, NODE_ENV: mode },
      services: NO_SERVICES,
      telemetry: { record: (event) => event.type === 'log' && onEvent(event) },
      onWorker: () => {},
    })
    const description = await pool.describe()
    await pool.stop(0)
    return [language, description]
  }
  const told = new Map(await Promise.all(languagesOf(manifest).map(describe)))
  const absent = [...told].filter(([, { isAbsent }]) => isAbsent).map(([language]) => language)
  const combined = combineDescriptions(manifest, told, { onError, configFile: file })
  const isUnchecked = ({ file }: Mistake) =>
    manifest.foreign.some(({ source, language }) => source === file && absent.includes(language))
  return {
    steps: [...combined.steps, ...combined.expected],
    mistakes: sortMistakes(combined.mistakes.filter((mistake) => !isUnchecked(mistake))),
    unchecked: combined.mistakes.filter(isUnchecked),
  }
}

/** What it opens is there to run steps. */
function withoutSetup({ setup: _, foreign, ...manifest }: Manifest): Manifest {
  return { ...manifest, foreign: foreign.filter(({ holdsSteps }) => holdsSteps) }
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
