/**
 * The list of a project's files that hold steps, and where each was compiled to: what the processes that run them
 * are given, and what `motia start` begins with when nothing has changed since `motia build`.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { Language, Mistake } from '@motia/core/descriptor'
import type { StepKind } from '@motia/core/step'
import { findFiles } from './files.ts'

export interface Manifest {
  /** Absolute, as all paths that say nothing else. */
  readonly root: string
  readonly buildDir: string
  readonly files: readonly ManifestFile[]
  /** Compiled `motia/setup.*`, if the project has one. */
  readonly setup?: string
  /** `_middleware.*` of any folder. */
  readonly middleware: readonly ManifestModule[]
  /** `motia/fastify.*`, if the project has one. */
  readonly fastify?: ManifestModule
  /** Files without steps of their own, there or missed, relative to the root: an edit of one matters all the same. */
  readonly helpers: readonly string[]
  /** Python and Ruby files, which are loaded from where they are. */
  readonly foreign: readonly ForeignFile[]
  /** Every file that the compilation read. */
  readonly inputs: readonly ManifestInput[]
  readonly mistakes: readonly Mistake[]
  /** Those that the files load, in the app process and in a worker: absent if there are none. */
  readonly packages?: Readonly<Record<'app' | 'worker', readonly ManifestPackage[]>>
}

export interface ManifestPackage {
  /** As it is imported. */
  readonly name: string
  readonly kind: 'static' | 'require'
}

export interface ManifestFile {
  /** Relative to the root, with forward slashes. */
  readonly source: string
  /** The compiled module. */
  readonly output: string
  /** `unknown` if only loading it can tell. */
  readonly kinds: readonly StepKind[] | 'unknown'
  /** The calls that make steps, as far as they can be seen. */
  readonly steps: readonly ManifestStep[]
  /** Targets that the file triggers outside of any step. */
  readonly triggers: readonly string[]
  /** Exports that belong to another of these files. */
  readonly reexports: readonly string[]
}

/** A file that is loaded for what it exports by default. */
export interface ManifestModule {
  /** Relative to the root, with forward slashes. */
  readonly source: string
  /** The compiled module; absent if it cannot be loaded. */
  readonly output?: string
}

export interface ForeignFile {
  /** Relative to the root, with forward slashes. */
  readonly source: string
  readonly language: Exclude<Language, 'node'>
  readonly hash: string
  /** Whether a worker has to load it for its own sake: else it is a helper. */
  readonly holdsSteps: boolean
  /** Those that can be seen in its text, as foreign.ts does. */
  readonly steps: readonly SeenStep[]
}

export interface SeenStep {
  readonly kind: StepKind
  readonly id: string
  readonly line: number
  /** Topics that it subscribes to. */
  readonly on: readonly string[]
}

export interface ManifestStep {
  readonly kind: StepKind
  readonly id?: string
  readonly line: number
  readonly triggers: readonly string[]
}

export interface ManifestInput {
  /** Relative to the root. */
  readonly file: string
  readonly hash: string
}

/** Raised when what the compiler writes, or the manifest itself, changes its form. */
export const FORMAT = 3

const NAME = 'manifest.json'
/** Of a build with packages, the module that loads them. */
export const LOADER = '__runtime/load.mjs'

/** What tells two states of a file apart. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha1').update(content).digest('hex')
}

/** The path of a build's manifest. */
export function manifestPath(buildDir: string): string {
  return join(buildDir, NAME)
}

/** The manifest as a file: paths relative to where it lies, so that project and build may move together. */
export function serializeManifest(manifest: Manifest): string {
  const { root, buildDir, setup, fastify } = manifest
  const toRelative = (path: string) => relative(buildDir, path).replaceAll('\\', '/')
  const files = manifest.files.map((file) => ({ ...file, output: toRelative(file.output) }))
  return JSON.stringify({
    format: FORMAT,
    ...manifest,
    root: toRelative(root),
    buildDir: '.',
    files,
    middleware: manifest.middleware.map((module) => withPath(module, toRelative)),
    ...(fastify && { fastify: withPath(fastify, toRelative) }),
    ...(setup !== undefined && { setup: toRelative(setup) }),
  })
}

function withPath(module: ManifestModule, convert: (path: string) => string): ManifestModule {
  return module.output === undefined ? module : { ...module, output: convert(module.output) }
}

/** `undefined` if there is no build, or one of another version. */
export async function readManifest(buildDir: string): Promise<Manifest | undefined> {
  const text = await readFile(manifestPath(buildDir), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const { format, ...stored } = JSON.parse(text) as Manifest & { format: number }
  if (format !== FORMAT) return undefined
  const toAbsolute = (path: string) => resolve(buildDir, path)
  return {
    ...stored,
    root: toAbsolute(stored.root),
    buildDir,
    files: stored.files.map((file) => ({ ...file, output: toAbsolute(file.output) })),
    middleware: stored.middleware.map((module) => withPath(module, toAbsolute)),
    ...(stored.fastify && { fastify: withPath(stored.fastify, toAbsolute) }),
    ...(stored.setup !== undefined && { setup: toAbsolute(stored.setup) }),
  }
}

/** Whether compiling again would give the same. A build that came without any of its sources is. */
export async function isFresh({ root, inputs }: Manifest): Promise<boolean> {
  const [now, found] = await Promise.all([
    Promise.all(inputs.map(({ file }) => readFile(join(root, file)).then(hashOf, () => undefined))),
    findFiles(root),
  ])
  const files = [...found.sources, ...found.foreign]
  if (files.length === 0 && now.every((hash) => hash === undefined)) return true
  const known = new Set(inputs.map(({ file }) => file))
  return inputs.every(({ hash }, i) => hash === now[i]) && files.every((file) => known.has(file))
}
