/** The project's tsconfig.json, checked once: the compiler would report it for every file. Called by compile.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'
import { TsconfigCache, transformSync } from 'rolldown/utils'
import { hashOf, type ManifestInput } from './manifest.ts'

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
  const { errors, tsconfigFilePaths } = transformSync(join(root, 'a.ts'), '', { tsconfig: path }, cache)
  const files = errors.length > 0 ? [path] : tsconfigFilePaths
  const inputs = files.map((file) => ({ file: toName(root, file), hash: hashOf(readFileSync(file)) }))
  if (errors.length === 0) return { path, inputs, mistakes: [] }
  const mistakes = errors.map(({ message }) => ({
    file: toName(root, path),
    message:
      message.split('\n')[0]?.replace(/^\[\w+\]\s*(Failed to load tsconfig '[^']*': )?/, '') ?? message,
    hint: 'Until it can be read, files are compiled without it.',
  }))
  return { path: undefined, inputs, mistakes }
}

function toName(root: string, path: string): string {
  return relative(root, path).replaceAll('\\', '/')
}
