/**
 * Loads a project's packages before the project is known, so that a reload need not. A package may read the environment
 * as it is loaded: which variables is noted, since one that has read what then changes must not be used. The spare app
 * calls it, and its spare worker.
 */
import { pathToFileURL } from 'node:url'

/** What is to be loaded ahead. */
export interface Preload {
  /** A module in the build folder, which loads packages as the project's files do. */
  readonly loader: string
  readonly packages: readonly PackageName[]
}

export interface PackageName {
  readonly name: string
  readonly kind: 'static' | 'require'
}

/** Names of variables; `all` if the whole environment was looked through. */
export type EnvReads = 'all' | readonly string[]

/** One after another, as the project does. What cannot be loaded is left to the project to complain of. */
export async function preload({ loader, packages }: Preload): Promise<EnvReads> {
  if (packages.length === 0) return [] // there is no loader then
  return noteReads(async () => {
    const { load } = (await import(pathToFileURL(loader).href)) as Loader
    for (const { name, kind } of packages) {
      try {
        await load(name, kind)
      } catch {
        // The error comes again where somebody hears it.
      }
    }
  })
}

/** Whether something that was loaded ahead may be used though these variables have changed. */
export function isUntouched(reads: EnvReads | undefined, changed: readonly string[]): boolean {
  if (changed.length === 0) return true
  return reads !== undefined && reads !== 'all' && !changed.some((name) => reads.includes(name))
}

interface Loader {
  load(name: string, kind: PackageName['kind']): unknown
}

async function noteReads(work: () => Promise<void>): Promise<EnvReads> {
  const env = process.env
  const reads = new Set<string>()
  let isAll = false
  const noted = (name: string | symbol) => {
    if (typeof name === 'string') reads.add(name)
    return name
  }
  process.env = new Proxy(env, {
    get: (target, name) => Reflect.get(target, noted(name)),
    has: (target, name) => Reflect.has(target, noted(name)),
    set: (target, name, value) => Reflect.set(target, noted(name), value),
    deleteProperty: (target, name) => Reflect.deleteProperty(target, noted(name)),
    ownKeys(target) {
      isAll = true
      return Reflect.ownKeys(target)
    },
  })
  try {
    await work()
  } catch {
    isAll = true // the build folder is gone, say
  } finally {
    process.env = env
  }
  return isAll ? 'all' : [...reads]
}
