/**
 * Decides which files hold steps, and of which kinds, without executing any. What remains is a helper: never loaded
 * for its own sake. Called by compile.ts.
 */
import type { StepKind } from '@motia/core/step'
import { CORE } from './calls.ts'
import type { FoundExport } from './exports.ts'
import type { Project, SourceFile } from './project.ts'

export interface StepFile {
  readonly file: SourceFile
  /** `unknown` if code has to be executed to tell. */
  readonly kinds: readonly StepKind[] | 'unknown'
  /** Exports that are another candidate's own. */
  readonly reexports: readonly string[]
}

/** The candidates that hold steps. Those that cannot be parsed are left out. */
export async function findStepFiles(
  project: Project,
  candidates: readonly SourceFile[],
): Promise<StepFile[]> {
  const own = new Set(candidates.map(({ path }) => path))
  const found = await Promise.all(candidates.map((file) => classify(project, file, own)))
  return found.filter(({ kinds }) => kinds === 'unknown' || kinds.length > 0)
}

async function classify(project: Project, file: SourceFile, own: ReadonlySet<string>): Promise<StepFile> {
  const kinds = new Set<StepKind>()
  const reexports: string[] = []
  let isUnknown = false
  for (const found of file.syntax?.scan.exports ?? []) {
    const { origin } = found
    if (origin.type === 'step') kinds.add(origin.kind)
    else if (origin.type === 'computed')
      isUnknown ||= origin.makes || (await reachAny(project, file, origin.specifiers))
    else if (origin.type === 'again' && origin.specifier !== CORE) {
      const names = await ownNames(project, file, found, own)
      if (names) reexports.push(...names)
      else isUnknown ||= await project.reachesCore(file, origin.specifier)
    }
  }
  return { file, kinds: isUnknown ? 'unknown' : [...kinds], reexports }
}

async function reachAny(project: Project, file: SourceFile, specifiers: readonly string[]): Promise<boolean> {
  for (const specifier of specifiers) if (await project.reachesCore(file, specifier)) return true
  return false
}

/** The names under which an export passes on what another candidate exports; `undefined` if it does not. */
async function ownNames(
  project: Project,
  file: SourceFile,
  { name, origin }: FoundExport,
  own: ReadonlySet<string>,
): Promise<string[] | undefined> {
  if (origin.type !== 'again') return undefined
  const target = project.resolve(file, origin.specifier)
  if (target.type !== 'source' || !own.has(target.path)) return undefined
  return name === '*' ? exportNames(project, await project.read(target.path), new Set()) : [name]
}

async function exportNames(project: Project, file: SourceFile, seen: Set<string>): Promise<string[]> {
  if (seen.has(file.path)) return []
  seen.add(file.path)
  const names: string[] = []
  for (const { name, origin } of file.syntax?.scan.exports ?? []) {
    if (name !== '*') names.push(name)
    else if (origin.type === 'again') {
      const target = project.resolve(file, origin.specifier)
      if (target.type === 'source')
        names.push(...(await exportNames(project, await project.read(target.path), seen)))
    }
  }
  return names.filter((name) => name !== 'default')
}
