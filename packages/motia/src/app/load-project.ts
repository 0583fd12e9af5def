/** What the app process loads of a project itself: its api steps, and what stands around them. Called by open-app.ts. */
import type { Mistake } from '@motia/core/descriptor'
import { type LoadedStep, loadFiles } from '../discovery/load.ts'
import { type LoadedMiddleware, loadMiddleware, loadPlugin } from '../discovery/load-middleware.ts'
import type { Manifest } from '../discovery/manifest.ts'
import type { ProjectPlugin } from '../server/around/project-plugin.ts'

export interface LoadedProject {
  readonly steps: readonly LoadedStep[]
  /** Of `_middleware` files, the outermost first. */
  readonly middleware: readonly LoadedMiddleware[]
  readonly plugin?: ProjectPlugin
  /** Besides those of steps, which their workers tell. */
  readonly mistakes: readonly Mistake[]
}

/** @throws `MOTIA_FASTIFY`: nothing is served without the project's plugin */
export async function loadProject({ root, files, middleware, fastify }: Manifest): Promise<LoadedProject> {
  const [{ steps }, around, plugin] = await Promise.all([
    loadFiles(root, files.filter(holdsApiStep)),
    loadMiddleware(root, middleware),
    fastify && loadPlugin(root, fastify),
  ])
  return { steps, ...around, ...(fastify && { plugin: { file: fastify.source, plugin } }) }
}

/** A file whose steps could not be told apart statically may hold api steps. */
function holdsApiStep({ kinds }: Manifest['files'][number]): boolean {
  return kinds === 'unknown' || kinds.includes('api')
}
