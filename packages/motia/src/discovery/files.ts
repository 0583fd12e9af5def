/**
 * Which files of a project may hold steps, in the folders `motia/`, `steps/` and `src/`. Called by compile.ts and
 * by the check of a manifest's freshness.
 */
import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Relative to the root, with forward slashes, sorted. */
export interface ProjectFiles {
  /** TypeScript and JavaScript. */
  readonly sources: readonly string[]
  /** Python and Ruby. */
  readonly foreign: readonly string[]
}

const FOLDERS = ['motia', 'steps', 'src']
const SOURCE = /\.[cm]?[jt]sx?$/
const FOREIGN = /\.(py|rb)$/
const IGNORED_FILE = /\.d\.[cm]?ts$|\.(test|spec)\.[^.]+$|^(test_.*|.*_test)\.py$|_(spec|test)\.rb$/
const IGNORED_FOLDER = /^(\..*|node_modules|__tests__|__pycache__|venv|site-packages)$/

/** Walks the project. Follows links, each folder once. */
export async function findFiles(root: string): Promise<ProjectFiles> {
  const seen = new Set<string>()
  const found = (await Promise.all(FOLDERS.map((folder) => walk(root, folder, seen)))).flat().sort()
  return {
    sources: found.filter((file) => SOURCE.test(file)),
    foreign: found.filter((file) => FOREIGN.test(file)),
  }
}

async function walk(root: string, folder: string, seen: Set<string>): Promise<string[]> {
  const real = await realpath(join(root, folder)).catch(() => undefined)
  if (real === undefined || seen.has(real)) return []
  seen.add(real)
  const entries = await readdir(real, { withFileTypes: true }).catch(() => [])
  const found = entries.map(async (entry) => {
    const path = `${folder}/${entry.name}`
    const kind = await kindOf(entry, join(root, path))
    if (kind === 'folder') return IGNORED_FOLDER.test(entry.name) ? [] : walk(root, path, seen)
    if (kind !== 'file' || IGNORED_FILE.test(entry.name)) return []
    return SOURCE.test(entry.name) || FOREIGN.test(entry.name) ? [path] : []
  })
  return (await Promise.all(found)).flat()
}

async function kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | undefined> {
  const target = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry
  if (target?.isDirectory()) return 'folder'
  return target?.isFile() ? 'file' : undefined
}
