/**
 * What goes on running when a file breaks while it is edited: its last good version. dev.ts calls it around each
 * compilation.
 */
import { dirname, join, relative, sep } from 'node:path'
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { Manifest, ManifestModule } from '../discovery/manifest.ts'

const SETUP = /^motia\/setup\./

/** The new manifest, with what the one before it says of files that cannot be loaded any more. */
export function keepLastGood(previous: Manifest | undefined, next: Manifest): Manifest {
  if (!previous || next.mistakes.length === 0) return next
  const broken = new Set(next.mistakes.map(({ file }) => file))
  const known = new Set(next.files.map(({ source }) => source))
  const kept = previous.files.filter(({ source }) => broken.has(source) && !known.has(source))
  const before = new Map(
    [...previous.middleware, ...(previous.fastify ? [previous.fastify] : [])].map((own) => [own.source, own]),
  )
  const keep = (module: ManifestModule): ManifestModule =>
    module.output === undefined ? (before.get(module.source) ?? module) : module
  const isSetupBroken = next.setup === undefined && [...broken].some((file) => SETUP.test(file))
  return {
    ...next,
    files: [...next.files, ...kept],
    middleware: next.middleware.map(keep),
    ...(next.fastify && { fastify: keep(next.fastify) }),
    ...(isSetupBroken && previous.setup !== undefined && { setup: previous.setup }),
  }
}

/** The manifest without files that turned out not to be loadable: what runs of them goes on. */
export function withoutBroken(
  running: Manifest | undefined,
  next: Manifest,
  broken: readonly Mistake[],
): Manifest {
  const sources = new Set(broken.map(({ file }) => file))
  const files = next.files.filter(({ source }) => !sources.has(source))
  return keepLastGood(running, { ...next, files, mistakes: [...next.mistakes, ...broken] })
}

/** Of what runs, the files whose steps there are: one that could not be loaded is no good version of anything. */
export function onlyLoaded(
  manifest: Manifest,
  { steps }: { readonly steps: readonly StepDescriptor[] },
): Manifest {
  const loaded = new Set(steps.map(({ file }) => file))
  return { ...manifest, files: manifest.files.filter(({ source }) => loaded.has(source)) }
}

/** The folders of all builds that the manifest's files lie in, absolute. */
export function buildsOf({ buildDir, files, middleware, fastify, setup }: Manifest): string[] {
  const builds = dirname(buildDir)
  const modules = [...files, ...middleware, ...(fastify ? [fastify] : []), { output: setup }]
  const names = modules.flatMap(({ output }) => nameWithin(builds, output))
  return [...new Set([buildDir, ...names.map((name) => join(builds, name))])]
}

function nameWithin(builds: string, output: string | undefined): string[] {
  return output === undefined ? [] : [relative(builds, output).split(sep)[0] ?? '']
}
