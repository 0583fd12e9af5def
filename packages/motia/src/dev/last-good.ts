/**
 * What goes on running when a file breaks while it is edited: its last good version. dev.ts calls it around each
 * compilation.
 */
import { utimes } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Manifest } from '../discovery/manifest.ts'

const SETUP = /^motia\/setup\./

/** The new manifest, with what the one before it says of files that cannot be loaded any more. */
export function keepLastGood(previous: Manifest | undefined, next: Manifest): Manifest {
  if (!previous || next.mistakes.length === 0) return next
  const broken = new Set(next.mistakes.map(({ file }) => file))
  const known = new Set(next.files.map(({ source }) => source))
  const kept = previous.files.filter(({ source }) => broken.has(source) && !known.has(source))
  const isSetupBroken = next.setup === undefined && [...broken].some((file) => SETUP.test(file))
  return {
    ...next,
    files: [...next.files, ...kept],
    ...(isSetupBroken && previous.setup !== undefined && { setup: previous.setup }),
  }
}

/** Makes the folders that the manifest's files lie in count as new: builds are removed by age. */
export async function keepBuilds({ buildDir, files }: Manifest): Promise<void> {
  const builds = dirname(buildDir)
  const names = new Set(files.map(({ output }) => relative(builds, output).split(sep)[0] ?? ''))
  const now = new Date()
  await Promise.all([...names].map((name) => utimes(join(builds, name), now, now).catch(() => {})))
}
