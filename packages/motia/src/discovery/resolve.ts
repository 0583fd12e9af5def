/**
 * Where an import leads: to a file of the project that has to be compiled, or outside. Knows TypeScript's habits:
 * no extension, `.js` for `.ts`, `paths` and `baseUrl`. Used by project.ts.
 */
import { readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { ResolverFactory } from 'rolldown/experimental'

export type Resolution =
  /** TypeScript or JavaScript of the project, or of its monorepo. Paths are absolute. */
  | { readonly type: 'source'; readonly path: string }
  | { readonly type: 'json'; readonly path: string }
  /** Any other file that a path leads to. */
  | { readonly type: 'asset'; readonly path: string }
  /** Found by Node itself when the import is executed; `path` is absent for Node's own. */
  | { readonly type: 'package'; readonly path?: string; readonly manifest?: string }
  /** A piece of code that the compiler's output relies on, by its name. */
  | { readonly type: 'runtime'; readonly name: string }
  | { readonly type: 'missing' }

export interface Resolver {
  resolve(importer: string, specifier: string): Resolution
  /** Whether a package can make steps, because it depends on `@motia/core`. */
  packageReachesCore(manifest: string): boolean
}

const RUNTIME = '@oxc-project/runtime/helpers/'

const OPTIONS = {
  extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.node'],
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.js', '.jsx'],
    '.jsx': ['.tsx', '.jsx'],
    '.mjs': ['.mts', '.mjs'],
    '.cjs': ['.cts', '.cjs'],
  },
  // All of them: a package is resolved to see that it is there, not to choose its entry.
  conditionNames: ['node', 'import', 'require', 'module-sync', 'default'],
  mainFields: ['main', 'module'],
  builtinModules: true,
}

/** @param tsconfig path of one that can be read */
export function createResolver(root: string, tsconfig: string | undefined): Resolver {
  const factory = new ResolverFactory({
    ...OPTIONS,
    ...(tsconfig !== undefined && { tsconfig: { configFile: tsconfig, references: 'auto' as const } }),
  })
  const reaches = new Map<string, boolean>()
  return {
    resolve(importer, specifier) {
      if (specifier.startsWith(RUNTIME)) return { type: 'runtime', name: specifier.slice(RUNTIME.length) }
      if (/^(data|https?):/.test(specifier)) return { type: 'package' }
      const found = factory.resolveFileSync(importer, specifier)
      if (found.builtin) return { type: 'package' }
      if (found.path === undefined) return { type: 'missing' }
      return classify(root, specifier, found.path, found.packageJsonPath)
    },
    packageReachesCore(manifest) {
      const known = reaches.get(manifest) ?? dependsOnCore(manifest)
      reaches.set(manifest, known)
      return known
    },
  }
}

function classify(root: string, specifier: string, path: string, manifest: string | undefined): Resolution {
  const isPath = /^\.{0,2}[/\\]|^\.{1,2}$|^[a-zA-Z]:[/\\]/.test(specifier)
  const outside = { type: 'package', path, ...(manifest !== undefined && { manifest }) } as const
  if (path.includes(`${sep}node_modules${sep}`)) return outside
  // A package of a monorepo, linked into node_modules: Node loads it, unless it is made of TypeScript.
  const isOwn = isPath || path.startsWith(root + sep)
  if (/\.[cm]?tsx?$/.test(path)) return { type: 'source', path }
  if (!isOwn) return outside
  if (/\.[cm]?jsx?$/.test(path)) return { type: 'source', path }
  return { type: path.endsWith('.json') ? 'json' : 'asset', path }
}

function dependsOnCore(manifest: string): boolean {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    dependencies?: object
    peerDependencies?: object
  }
  return '@motia/core' in { ...dependencies, ...peerDependencies }
}
