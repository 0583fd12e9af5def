/** Gives a suite one registry with our packed packages: vitest calls it before the suite's first file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { downloadsFolder, findPacks, startRegistry } from './registry.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** What `createEnvironment` needs besides a home: `createEnvironment({ ...inject('registry'), home })`. */
    registry: { readonly registryUrl: string; readonly downloads: string }
    /** An empty folder that the files of the suite share. */
    workshop: string
  }
}

/** Starts the registry; what it returns, vitest calls after the last file. */
export default async function setup(project: TestProject) {
  const registry = await startRegistry(findPacks())
  const workshop = mkdtempSync(join(tmpdir(), 'motia-workshop-'))
  project.provide('registry', { registryUrl: registry.url, downloads: downloadsFolder })
  project.provide('workshop', workshop)
  return async () => {
    await registry.stop()
    rmSync(workshop, { recursive: true, force: true })
  }
}
