/**
 * `npm run build`: compiles the packages in the order of their references, then copies what the compiler leaves
 * behind (SQL migrations, say) from src to the same place in dist.
 */
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isMain, root, run, tool } from './command.ts'

/** Sources that are no TypeScript and belong to the built package. */
const ASSETS = /\.(sql|json|html|css|js|mjs|svg)$/

/** Builds every package into its dist. `clean` starts from nothing. Throws with the compiler's findings shown. */
export async function build({ clean = false } = {}): Promise<void> {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
  if (clean) for (const folder of folders) rmSync(join(folder, 'dist'), { recursive: true, force: true })
  await run(tool('tsc'), ['-b'])
  for (const folder of folders) copyAssets(folder)
  chmodSync(join(root, 'packages/motia/dist/cli/bin.js'), 0o755)
}

function copyAssets(folder: string): void {
  const source = join(folder, 'src')
  if (!existsSync(source)) return
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (ASSETS.test(file)) cpSync(join(source, file), join(folder, 'dist', file))
  }
}

if (isMain(import.meta.url)) await build()
