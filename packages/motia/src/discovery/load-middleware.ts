/**
 * Loads what stands around api steps, `_middleware` files and `motia/fastify`, in the app process: `motia build` must not
 * depend on what they need to run.
 */
import type { Mistake } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import type { Middleware } from '@motia/core/middleware'
import { importWithin, LOAD_LIMIT_MS, toMistake } from './load.ts'
import type { ManifestModule } from './manifest.ts'

export interface LoadedMiddleware {
  /** Relative to the root. */
  readonly file: string
  readonly handle: Middleware
}

export interface LoadedMiddlewares {
  /** In the order given. One that cannot be loaded lets nobody pass. */
  readonly middleware: readonly LoadedMiddleware[]
  readonly mistakes: readonly Mistake[]
}

const MIDDLEWARE = 'a middleware, `middleware(async (request, ctx, next) => …)`, or a list of them'

/** @param root of the project: absolute */
export async function loadMiddleware(
  root: string,
  modules: readonly ManifestModule[],
): Promise<LoadedMiddlewares> {
  const middleware: LoadedMiddleware[] = []
  const mistakes: Mistake[] = []
  for (const module of modules) {
    const { source } = module
    const { value, mistake } = await loadDefault(root, module, isChain, MIDDLEWARE)
    if (mistake) mistakes.push(mistake)
    const chain = value === undefined ? [refuse(source)] : [value].flat()
    middleware.push(...chain.map((handle) => ({ file: source, handle })))
  }
  return { middleware, mistakes }
}

/** Those that apply to a step: of the folders that its file is in. */
export function middlewareOf(file: string, all: readonly LoadedMiddleware[]): LoadedMiddleware[] {
  return all.filter((own) => file.startsWith(folderOf(own.file)))
}

/** The default export of `motia/fastify`. @throws `MOTIA_FASTIFY` */
export async function loadPlugin(root: string, module: ManifestModule): Promise<unknown> {
  const { value, mistake } = await loadDefault(root, module, isFunction, 'a plugin, `async (fastify) => …`')
  if (value) return value
  const cause = mistake?.message ?? 'could not be loaded'
  throw motiaError('MOTIA_FASTIFY', { file: module.source, cause })
}

/** What is wrong is told once: where the compiler has said it, it is not repeated. */
async function loadDefault<T>(
  root: string,
  { source, output }: ManifestModule,
  isRight: (value: unknown) => value is T,
  wanted: string,
): Promise<{ readonly value?: T; readonly mistake?: Mistake }> {
  if (output === undefined) return {}
  let value: unknown
  try {
    value = unwrap(((await importWithin(output, LOAD_LIMIT_MS)) as { default?: unknown }).default)
  } catch (error) {
    return { mistake: toMistake(error, root, { source, output }) }
  }
  if (isRight(value)) return { value }
  const what = value === undefined ? 'has no default export' : 'exports no function as its default'
  return { mistake: { file: source, message: `${what}: it must be ${wanted}` } }
}

/** The default export, of ESM or of compiled CommonJS. */
function unwrap(exported: unknown): unknown {
  const isWrapped = typeof exported === 'object' && exported !== null && 'default' in exported
  return isWrapped ? unwrap((exported as { default: unknown }).default) : exported
}

function isFunction(value: unknown): value is () => unknown {
  return typeof value === 'function'
}

function isChain(value: unknown): value is Middleware | readonly Middleware[] {
  return Array.isArray(value) ? value.every(isFunction) : isFunction(value)
}

/** A step is not to be had without what protects it. */
function refuse(file: string): Middleware {
  return () => {
    throw motiaError('MOTIA_MIDDLEWARE', { file, what: 'could not be loaded' })
  }
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1)
}
