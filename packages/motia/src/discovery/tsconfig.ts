/** The project's tsconfig.json, checked once: the compiler would report it for every file. Called by compile.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'
import { TsconfigCache, transformSync } from 'rolldown/utils'
import { hashOf, type ManifestInput } from './manifest.ts'
import { toName } from './project.ts'

export interface Tsconfig {
  /** Absent if there is none, or it cannot be read. */
  readonly path: string | undefined
  /** It, and what it extends. */
  readonly inputs: readonly ManifestInput[]
  readonly mistakes: readonly Mistake[]
}

export function readTsconfig(root: string): Tsconfig {
  const names = ['tsconfig.json', 'jsconfig.json']
  const path = names.map((name) => join(root, name)).find((candidate) => existsSync(candidate))
  if (path === undefined) return { path, inputs: [], mistakes: [] }
  const cache = new TsconfigCache(path)
  const { errors } = transformSync(join(root, 'a.ts'), '', { tsconfig: path }, cache)
  const inputs = withBases(path).map((file) => ({
    file: toName(root, file),
    hash: hashOf(readFileSync(file)),
  }))
  if (errors.length === 0) return { path, inputs, mistakes: [] }
  const mistakes = errors.map(({ message }) => ({
    file: toName(root, path),
    message:
      message.split('\n')[0]?.replace(/^\[\w+\]\s*(Failed to load tsconfig '[^']*': )?/, '') ?? message,
    hint: 'Until it can be read, files are compiled without it.',
  }))
  return { path: undefined, inputs, mistakes }
}

/** The file and those of the project that it extends; packages are taken to stay as they are. */
function withBases(path: string, seen: readonly string[] = []): string[] {
  if (seen.includes(path) || !existsSync(path)) return []
  const extended = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
  const bases = [...extended.matchAll(/"(\.[^"]*)"/g)].map(([, base]) => join(dirname(path), base ?? ''))
  const files = bases.map((base) => (base.endsWith('.json') ? base : `${base}.json`))
  return [path, ...files.flatMap((file) => withBases(file, [...seen, path]))]
}
