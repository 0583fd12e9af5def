/** Where the build for `motia start` lies. build.ts makes it, start.ts runs it. */
import { join } from 'node:path'

export function productionBuildDir(root: string): string {
  return join(root, '.motia', 'build', 'production')
}
