/**
 * `npm run build`: compiles the packages in the order of their references, copies what the compiler leaves behind (SQL
 * migrations, say) from src to the same place in dist, and builds the Workbench's page into the motia package.
 */
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { isMain, root, run, tool } from './command.ts'

/** Sources that are no TypeScript and belong to the built package. */
const ASSETS = /\.(sql|json|html|css|js|mjs|cjs|svg)$/

/** Builds every package into its dist. `clean` starts from nothing. Throws with the compiler's findings shown. */
export async function build({ clean = false } = {}): Promise<void> {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
  if (clean) for (const folder of folders) rmSync(join(folder, 'dist'), { recursive: true, force: true })
  await run(tool('tsc'), ['-b'])
  for (const folder of folders.filter((name) => !name.endsWith('/workbench'))) copyAssets(folder)
  await buildPage()
  chmodSync(join(root, 'packages/motia/dist/cli/bin.js'), 0o755)
}

/** Into packages/motia/dist/workbench/page, each file compressed beside itself as well. */
async function buildPage(): Promise<void> {
  await run(tool('vite'), ['build', '--logLevel', 'warn', join(root, 'packages/workbench')])
  const page = join(root, 'packages/motia/dist/workbench/page')
  for (const file of readdirSync(join(page, 'assets'))) {
    if (/\.(js|css|svg)$/.test(file)) compress(join(page, 'assets', file))
  }
}

/** Once here, at the best that there is, instead of for each request. */
function compress(file: string): void {
  const content = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(content))
}

function copyAssets(folder: string): void {
  const source = join(folder, 'src')
  if (!existsSync(source)) return
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (ASSETS.test(file)) cpSync(join(source, file), join(folder, 'dist', file))
  }
}

if (isMain(import.meta.url)) await build()
