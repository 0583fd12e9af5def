/**
 * The environment of a user who has just installed Node and whose registry is ours: what end-to-end tests and the
 * demo give to npm, npx and pnpm, and to everything that these start.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Settings that npm, vitest and tsx leave to their children, and that no user has. */
const INHERITED =
  /^(npm_|pnpm_|vitest|vite_|tsx_|node_env$|node_options$|node_path$|node$|test$|prod$|dev$|mode$|color$|init_cwd$)/i

/** Where a home is made, and the registry that it knows. */
export interface EnvironmentOptions {
  readonly registryUrl: string
  /** Becomes HOME; made if absent. Commands with the same home share what npx installed. */
  readonly home: string
  /** Packages downloaded earlier, found by their hash: spares downloads, never shows stale ones. */
  readonly downloads?: string
}

/** Variables for a child process, and only these: pass them as its whole `env`. */
export function createEnvironment({ registryUrl, home, downloads }: EnvironmentOptions): NodeJS.ProcessEnv {
  const cache = join(home, '.npm')
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(home, '.npmrc'), toNpmrc(registryUrl))
  if (downloads) linkDownloads(downloads, cache)
  const inherited = Object.entries(process.env).filter(([name]) => !INHERITED.test(name))
  return {
    ...Object.fromEntries(inherited),
    PATH: withoutLocalCommands(process.env.PATH ?? ''),
    HOME: home,
    npm_config_userconfig: join(home, '.npmrc'),
    npm_config_cache: cache,
    npm_config_registry: registryUrl,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  }
}

/** `npm run` puts the workspace's own commands first, `motia` among them. */
function withoutLocalCommands(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))
    .join(delimiter)
}

/** The token says nobody: npm wants one to publish, the registry lets anyone. */
function toNpmrc(registryUrl: string): string {
  const { host } = new URL(registryUrl)
  return `registry=${registryUrl}\n//${host}/:_authToken=anonymous\n`
}

/** Only the contents are shared. What npx installed lies beside them and belongs to this home. */
function linkDownloads(downloads: string, cache: string): void {
  mkdirSync(downloads, { recursive: true })
  try {
    symlinkSync(downloads, join(cache, '_cacache'), 'dir')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
