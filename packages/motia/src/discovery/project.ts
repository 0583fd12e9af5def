/**
 * The source files of one compilation, each read, parsed and scanned once, with the links between them. Made by
 * compile.ts; gone when it ends.
 */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'
import { CORE } from './calls.ts'
import { hashOf } from './manifest.ts'
import type { Resolution, Resolver } from './resolve.ts'
import { type Scan, scanSource } from './scan.ts'
import { type ParsedSource, parseSource } from './syntax.ts'

export interface SourceFile {
  /** Absolute. */
  readonly path: string
  /** Relative to the root, with forward slashes; begins with `../` outside of it. */
  readonly name: string
  readonly code: string
  readonly hash: string
  /** Absent if the file cannot be parsed: then `mistakes` says why. */
  readonly syntax?: { readonly parsed: ParsedSource; readonly scan: Scan }
  readonly mistakes: readonly Mistake[]
}

export interface Project {
  readonly root: string
  read(path: string): Promise<SourceFile>
  /** Everything read so far. */
  files(): Promise<SourceFile[]>
  resolve(importer: SourceFile, specifier: string): Resolution
  /** Whether loading the module can have made steps: its imports lead to `@motia/core`. */
  reachesCore(importer: SourceFile, specifier: string): Promise<boolean>
}

export function createProject(root: string, resolver: Resolver): Project {
  const files = new Map<string, Promise<SourceFile>>()
  const read = (path: string) => {
    const known = files.get(path) ?? readSource(root, path)
    files.set(path, known)
    return known
  }
  const resolve = (importer: SourceFile, specifier: string) => resolver.resolve(importer.path, specifier)

  async function reachesCore(
    importer: SourceFile,
    specifier: string,
    seen: Set<string> = new Set(),
  ): Promise<boolean> {
    if (specifier === CORE) return true
    const target = resolve(importer, specifier)
    if (target.type === 'package')
      return target.manifest ? resolver.packageReachesCore(target.manifest) : false
    if (target.type !== 'source' || seen.has(target.path)) return false
    seen.add(target.path)
    const file = await read(target.path)
    for (const next of file.syntax?.scan.imports ?? []) {
      if (await reachesCore(file, next, seen)) return true
    }
    return false
  }

  return {
    root,
    read,
    files: () => Promise.all(files.values()),
    resolve,
    reachesCore: (importer, specifier) => reachesCore(importer, specifier),
  }
}

/** A path of the project as it is named: relative to the root, with forward slashes. */
export function toName(root: string, path: string): string {
  return relative(root, path).replaceAll('\\', '/')
}

async function readSource(root: string, path: string): Promise<SourceFile> {
  const name = toName(root, path)
  let content: Buffer
  try {
    content = readFileSync(path) // many small files: several times faster than asking the thread pool
  } catch (error) {
    const mistakes = [{ file: name, message: `cannot be read: ${(error as Error).message}` }]
    return { path, name, code: '', hash: '', mistakes }
  }
  const code = content.toString('utf8').replace(/^\uFEFF/, '')
  const file = { path, name, code, hash: hashOf(content), mistakes: [] }
  if (name.endsWith('.json')) return file
  const parsed = parseSource(name, code)
  return 'mistakes' in parsed
    ? { ...file, ...parsed }
    : { ...file, syntax: { parsed, scan: scanSource(parsed) } }
}
