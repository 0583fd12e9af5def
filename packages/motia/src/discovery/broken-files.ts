/** What a compilation has to report: files that cannot be loaded, and the steps that fail with them. */
import type { Mistake } from '@motia/core/descriptor'
import { CORE } from './calls.ts'
import { findBroken, type Module } from './link.ts'
import type { SourceFile } from './project.ts'

/** Whether a file can be loaded, with all that it imports. */
export function isUsable({ path }: SourceFile, modules: ReadonlyMap<string, Module>): boolean {
  return modules.get(path)?.mistakes.length === 0 && !findBroken(path, modules)
}

/** @param entries the candidates that are loaded for their own sake */
export function findMistakes(
  candidates: readonly SourceFile[],
  entries: readonly SourceFile[],
  modules: ReadonlyMap<string, Module>,
): Mistake[] {
  const unread = candidates.filter((file) => !modules.has(file.path))
  return [
    ...unread.filter(mayHoldSteps).flatMap(({ mistakes }) => mistakes),
    ...[...modules.values()].flatMap(({ file, mistakes }) =>
      mistakes.map((mistake) => attribute(mistake, file)),
    ),
    ...entries.flatMap((file) => reportBroken(file, modules)),
    ...unread.flatMap(reportForgotten),
  ]
}

/** A file below `src/` that cannot be read may belong to something else altogether. */
function mayHoldSteps({ name, code }: SourceFile): boolean {
  return !name.startsWith('src/') || code.includes(CORE)
}

function reportBroken(file: SourceFile, modules: ReadonlyMap<string, Module>): Mistake[] {
  const cause = findBroken(file.path, modules)
  const own = modules.get(file.path)?.mistakes ?? []
  if (!cause || own.length > 0) return []
  const message = `cannot be loaded, because it needs ${cause.file.name}: ${cause.mistakes[0]?.message}`
  return [attribute({ file: file.name, message }, file)]
}

function reportForgotten({ name, syntax }: SourceFile): Mistake[] {
  const steps = syntax?.scan.steps.filter(({ atTop }) => atTop) ?? []
  return steps.map(({ kind, id, line }) => ({
    file: name,
    line,
    message: `the ${kind} step${id === undefined ? '' : ` "${id}"`} is made, but not exported`,
    hint: `\`export default ${kind}(…)\`, or \`export const name = ${kind}(…)\`.`,
    ...(id !== undefined && { stepId: id }),
  }))
}

function attribute(mistake: Mistake, { syntax }: SourceFile): Mistake {
  const ids = syntax?.scan.steps.flatMap(({ id }) => (id === undefined ? [] : [id])) ?? []
  return ids.length === 1 && ids[0] !== undefined ? { ...mistake, stepId: ids[0] } : mistake
}
