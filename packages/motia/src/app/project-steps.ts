/**
 * Keeps what the app knows of its project up to date while its workers, one language after the other, tell of their
 * files: the registry, the workers' routes, the server's, the schedules. open-app.ts makes it.
 */
import type { Language, Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { Description } from '@motia/core/runtime'
import type { Config } from '../config/config.ts'
import { type CombinedProject, combineDescriptions, languagesOf } from '../discovery/combine.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { createRegistry, type LiveRegistry } from '../engine/registry.ts'

export interface ProjectSteps {
  readonly registry: LiveRegistry
  readonly mistakes: readonly Mistake[]
  /** Languages whose files are still to be described. */
  readonly pending: ReadonlySet<Language>
  /** Files of the project that the workers have loaded besides those with steps. */
  readonly modules: readonly string[]
  /** Takes in what a language's worker tells, again if it tells again. */
  describe(language: Language, description: Description): void
}

/** How long a trigger of an unknown target waits for files that are still to be described. */
const DESCRIBE_LIMIT_MS = 15_000

/**
 * @param node what the files in TypeScript and JavaScript hold
 * @param remembered what the other languages' workers have told the last time
 */
export function createProjectSteps(
  config: Config,
  manifest: Manifest,
  node: Description,
  remembered: ReadonlyMap<Language, readonly StepDescriptor[]> = new Map(),
): ProjectSteps {
  const { strict, onError, file: configFile } = config
  const described = new Map<Language, Description>([['node', node]])
  const combine = () => combineDescriptions(manifest, described, { onError, configFile }, remembered)
  let project: CombinedProject = combine()
  const registry = createRegistry([], { strict, ...(onError !== undefined && { onError }) })
  registry.replace(project.steps, project.expected)
  const pending = new Set<Language>(languagesOf(manifest).filter((language) => language !== 'node'))
  let allDescribed = () => {}
  if (pending.size > 0) {
    registry.expectMore(
      new Promise((resolve) => {
        allDescribed = resolve
        setTimeout(resolve, DESCRIBE_LIMIT_MS).unref()
      }),
    )
  }
  return {
    registry,
    pending,
    get mistakes() {
      return project.mistakes
    },
    get modules() {
      return [...described.values()].flatMap(({ modules }) => modules ?? [])
    },
    describe(language, description) {
      described.set(language, description)
      pending.delete(language)
      project = combine()
      registry.replace(project.steps, project.expected)
      if (pending.size === 0) allDescribed()
    },
  }
}
