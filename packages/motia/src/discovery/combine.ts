/**
 * What a project consists of, put together from what its workers have told so far: one description for each language,
 * and for what is still missing, what can be seen in the files. Pure; called by the app and by `motia build`.
 */
import type { Language, Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { Description } from '@motia/core/runtime'
import { checkProject, type ProjectCheck } from './check.ts'
import { checkDescribed } from './describe.ts'
import { expectedSteps } from './foreign.ts'
import type { ForeignFile, Manifest } from './manifest.ts'

export interface CombinedProject {
  /** Steps that a worker can run. */
  readonly steps: readonly StepDescriptor[]
  /** Steps that are there by the text of their file, which no worker has loaded. */
  readonly expected: readonly StepDescriptor[]
  /** Those of the compilation, of the workers, and of all steps together. */
  readonly mistakes: readonly Mistake[]
}

/**
 * @param described languages that have told; a worker that could not start has told so
 * @param remembered what is taken to be true of the others
 */
export function combineDescriptions(
  manifest: Pick<Manifest, 'files' | 'foreign' | 'mistakes'>,
  described: ReadonlyMap<Language, Description>,
  check: ProjectCheck,
  remembered: ReadonlyMap<Language, readonly StepDescriptor[]> = new Map(),
): CombinedProject {
  const told = [...described].map(([language, description]) =>
    language === 'node' ? description : checkForeign(language, description, manifest.foreign),
  )
  const loaded = told.flatMap(({ steps }) => steps)
  const recalled = new Map([...remembered].filter(([language]) => !described.has(language)))
  const seen = manifest.foreign
    .filter(({ source, language }) => !loaded.some(({ file }) => file === source) && !recalled.has(language))
    .flatMap(expectedSteps)
    .filter((step) => isMissing(step, described.get(step.language)))
  const expected = [...seen, ...[...recalled.values()].flat()]
  const checked = checkProject([...loaded, ...expected], check)
  return {
    steps: checked.steps.filter((step) => loaded.includes(step)),
    expected: checked.steps.filter((step) => !loaded.includes(step)),
    mistakes: [
      ...manifest.mistakes,
      ...told.flatMap(({ mistakes }) => mistakes),
      // Who lacks whom is known for sure when everybody has told.
      ...(languagesOf(manifest).every((language) => described.has(language)) ? checked.mistakes : []),
    ],
  }
}

/** The languages of the files that hold steps. */
export function languagesOf({ files, foreign }: Pick<Manifest, 'files' | 'foreign'>): Language[] {
  const others = foreign.filter(({ holdsSteps }) => holdsSteps).map(({ language }) => language)
  return [...(files.length > 0 ? (['node'] as const) : []), ...new Set(others)]
}

/** Its worker has not told yet, or could not load the file. */
function isMissing({ file }: StepDescriptor, description: Description | undefined): boolean {
  return (
    description === undefined || description.mistakes.some((mistake) => ['', file].includes(mistake.file))
  )
}

function checkForeign(
  language: Language,
  description: Description,
  files: readonly ForeignFile[],
): Description {
  const checked = description.steps.map(checkDescribed)
  const own = files.filter((file) => file.language === language && file.holdsSteps)
  return {
    steps: checked.flatMap(({ descriptor }) => descriptor ?? []),
    mistakes: [
      ...description.mistakes.flatMap((mistake) =>
        mistake.file === '' ? attribute(mistake, own) : [mistake],
      ),
      ...checked.flatMap(({ mistakes }) => mistakes),
    ],
  }
}

/** What befell the worker as a whole concerns every step that it would have run. */
function attribute({ message, hint }: Mistake, files: readonly ForeignFile[]): Mistake[] {
  const words = { message, ...(hint !== undefined && { hint }) }
  return files.flatMap(({ source, steps }): Mistake[] =>
    steps.length === 0
      ? [{ file: source, ...words }]
      : steps.map(({ id, line }) => ({ file: source, line, stepId: id, ...words })),
  )
}
