/**
 * `npm run pack`: builds anew, and writes what would be published to `.packs/`, one tarball a package. End-to-end tests and
 * the demo install these, so that a file missing from a package shows here and not at a user's.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.ts'
import { execute, isMain, root } from './command.ts'

/** In the order of their dependencies. */
const PACKAGES = ['@motia/core', '@motia/client', 'motia']

/** Where the tarballs lie. */
export const packsFolder = join(root, '.packs')

/** A package as packed: its file name in `.packs/`, and bytes packed and unpacked. */
export interface Pack {
  readonly name: string
  readonly version: string
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
}

/** Builds and packs every public package; what an earlier build or pack left, deleted sources' output say, goes. */
export async function pack(): Promise<Pack[]> {
  await build({ clean: true })
  rmSync(packsFolder, { recursive: true, force: true })
  mkdirSync(packsFolder)
  const workspaces = PACKAGES.flatMap((name) => ['--workspace', name])
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', packsFolder, ...workspaces]
  const { exitCode, output } = await execute('npm', args, 'capture')
  if (exitCode !== 0) throw new Error(`npm pack failed:\n${output}`)
  return JSON.parse(output)
}

if (isMain(import.meta.url)) {
  for (const { name, version, filename, size, unpackedSize } of await pack()) {
    console.log(`${name}@${version}  .packs/${filename}  ${toKb(size)} (${toKb(unpackedSize)} unpacked)`)
  }
}

function toKb(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
