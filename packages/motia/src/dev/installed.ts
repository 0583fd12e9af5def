/**
 * When the project's packages were installed: what was loaded of them before that is not to be used. session.ts asks
 * before each reload.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'

/** What npm, pnpm, Yarn and Bun write last. */
const MARKS = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity', '.']

/** Another one after every installation. */
export function installationOf(root: string): string {
  const times = MARKS.map(
    (name) => statSync(join(root, 'node_modules', name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  )
  return times.join(' ')
}
