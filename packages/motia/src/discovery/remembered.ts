/**
 * What workers of other languages have told of a project's files the last time, kept in `.motia/`: as long as the files
 * are the same, a new app knows their routes and options from its first moment, and its workers correct it soon.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Language, StepDescriptor } from '@motia/core/descriptor'
import type { Description } from '@motia/core/runtime'
import { hashOf, type Manifest } from './manifest.ts'

type Remembered = ReadonlyMap<Language, readonly StepDescriptor[]>

interface Kept {
  readonly key: string
  readonly steps: readonly StepDescriptor[]
}

type Project = Pick<Manifest, 'root' | 'foreign'>

/** Of the languages whose files have not changed since. */
export async function recallSteps(project: Project): Promise<Remembered> {
  const kept = await read(project.root)
  const current = Object.entries(kept).filter(([language, { key }]) => key === keyOf(project, language))
  return new Map(current.map(([language, { steps }]) => [language as Language, steps]))
}

/** One call at a time. What is told with mistakes is not whole: then what the files' text shows is the better guess. */
export async function rememberSteps(
  project: Project,
  language: Language,
  { steps, mistakes }: Description,
): Promise<void> {
  if (mistakes.length > 0) return
  const kept = { ...(await read(project.root)), [language]: { key: keyOf(project, language), steps } }
  const path = pathOf(project.root)
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, JSON.stringify(kept))
  await rename(temporary, path)
}

async function read(root: string): Promise<Record<string, Kept>> {
  try {
    return JSON.parse(await readFile(pathOf(root), 'utf8'))
  } catch {
    return {} // nothing was kept, or not whole
  }
}

function pathOf(root: string): string {
  return join(root, '.motia', 'described.json')
}

function keyOf({ foreign }: Project, language: string): string {
  const files = foreign.filter((file) => file.language === language)
  return hashOf(JSON.stringify(files.map(({ source, hash }) => [source, hash])))
}
