/** Gives a suite one registry with our packed packages: vitest calls it before the suite's first file. */
import type { TestProject } from 'vitest/node'
import { downloadsFolder, findPacks, startRegistry } from './registry.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** What `createEnvironment` needs besides a home: `createEnvironment({ ...inject('registry'), home })`. */
    registry: { readonly registryUrl: string; readonly downloads: string }
  }
}

/** Starts the registry; what it returns, vitest calls after the last file. */
export default async function setup(project: TestProject) {
  const registry = await startRegistry(findPacks())
  project.provide('registry', { registryUrl: registry.url, downloads: downloadsFolder })
  return registry.stop
}
