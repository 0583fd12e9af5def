/**
 * Compiles a project: finds its files, decides which hold steps, and writes them and what they import into a folder
 * that Node can load from. What is broken is reported and left out; the rest is compiled all the same. Called by
 * `motia dev`, `motia build` and, for a build that is out of date, `motia start`.
 */
import { join, resolve } from 'node:path'
import { TsconfigCache } from 'rolldown/utils'
import { findMistakes, isUsable } from './broken-files.ts'
import { findBuilds, namedBuildDir, removeOldBuilds, touchBuild, writeBuild } from './build-folder.ts'
import { findStepFiles, type StepFile } from './classify.ts'
import { emitRuntime } from './compiler-runtime.ts'
import { emitJson, emitLoader, emitModule, extensionOf, type Output, outputPath } from './emit.ts'
import { findFiles } from './files.ts'
import { readForeignFiles } from './foreign.ts'
import { linkModules, type Module } from './link.ts'
import {
  FORMAT,
  hashOf,
  type Manifest,
  type ManifestFile,
  type ManifestInput,
  type ManifestModule,
  manifestPath,
  serializeManifest,
} from './manifest.ts'
import { findPackages } from './packages.ts'
import { createProject, type Project, type SourceFile, toName } from './project.ts'
import { createResolver } from './resolve.ts'
import { findSpecialFiles } from './special-files.ts'
import { readTsconfig } from './tsconfig.ts'

export interface CompileRequest {
  readonly root: string
  /** Default: a folder below `.motia/build/` that is named after the contents. */
  readonly outDir?: string
  /** Folders of earlier builds that are not to be deleted, absolute, however old they are. */
  readonly kept?: readonly string[]
}

/** Never throws for what the project's author did: that is in the manifest's mistakes. */
export async function compileProject(request: CompileRequest): Promise<Manifest> {
  const root = resolve(request.root)
  const tsconfig = readTsconfig(root)
  const project = createProject(root, createResolver(root, tsconfig.path))
  const found = await findFiles(root)
  const { sources } = found
  const foreign = readForeignFiles(root, found.foreign)
  const candidates = await Promise.all(sources.map((name) => project.read(join(root, name))))
  const { setup, fastify, middleware } = findSpecialFiles(candidates)
  const special = [...middleware, ...(fastify ? [fastify] : [])]
  const stepFiles = await findStepFiles(
    project,
    candidates.filter((file) => !special.includes(file)),
  )
  const entries = [...stepFiles.map(({ file }) => file), ...(setup ? [setup] : []), ...special]
  const options = { tsconfig: tsconfig.path, cache: new TsconfigCache(tsconfig.path) }
  const modules = await linkModules(project, entries, options)

  const files = await project.files()
  const inputs = [
    ...files.map(({ name, hash }) => ({ file: name, hash })),
    ...foreign.map(({ source, hash }) => ({ file: source, hash })),
    ...tsconfig.inputs,
  ]
  inputs.sort((a, b) => (a.file < b.file ? -1 : 1))
  const buildDir = request.outDir ? resolve(root, request.outDir) : namedBuildDir(root, idOf(inputs))
  const usable = stepFiles.filter(({ file }) => isUsable(file, modules))
  const stepNames = new Set(usable.map(({ file }) => file.name))
  const toModule = (file: SourceFile): ManifestModule => ({
    source: file.name,
    ...(isUsable(file, modules) && { output: pathOf(file, modules, buildDir) }),
  })
  const manifest: Manifest = {
    root,
    buildDir,
    files: usable.map((stepFile) => toManifestFile(stepFile, modules, buildDir)),
    ...(setup && isUsable(setup, modules) && { setup: pathOf(setup, modules, buildDir) }),
    middleware: middleware.map(toModule),
    ...(fastify && { fastify: toModule(fastify) }),
    helpers: [
      ...files.map(({ name }) => name).filter((name) => !stepNames.has(name)),
      ...[...modules.values()].flatMap(({ wanted }) => wanted.map((path) => toName(root, path))),
    ],
    foreign,
    inputs,
    mistakes: [...tsconfig.mistakes, ...findMistakes(candidates, entries, modules)],
    ...packagesOf(stepFiles, [...(setup ? [setup] : []), ...special], project, modules),
  }
  await write(manifest, modules, project, request)
  return manifest
}

async function write(
  manifest: Manifest,
  modules: ReadonlyMap<string, Module>,
  project: Project,
  { outDir, kept = [] }: CompileRequest,
): Promise<void> {
  const { buildDir, root } = manifest
  const isNamed = outDir === undefined
  const text = serializeManifest(manifest)
  if (isNamed && (await touchBuild(buildDir, text))) return
  const formatOf = (path: string) => modules.get(path)?.transformed?.format
  const outputs: Output[] = [[manifestPath(buildDir), text]]
  for (const { file, transformed, mistakes } of modules.values()) {
    if (transformed) outputs.push(emitModule(file, transformed, { project, buildDir, formatOf }))
    else if (mistakes.length === 0) outputs.push(...emitJson(file, buildDir))
  }
  const runtime = new Set([...modules.values()].flatMap((module) => module.runtime))
  outputs.push(...(await emitRuntime(runtime, buildDir)))
  if (manifest.packages) outputs.push(emitLoader(buildDir))
  const builds = isNamed ? await findBuilds(root) : []
  await writeBuild(buildDir, outputs, builds[0])
  await removeOldBuilds(builds.filter((path) => !kept.includes(path)))
}

/** @param others files that hold no steps and are loaded for their own sake */
function packagesOf(
  stepFiles: readonly StepFile[],
  others: readonly SourceFile[],
  project: Project,
  modules: ReadonlyMap<string, Module>,
): Pick<Manifest, 'packages'> {
  const inApp = stepFiles.filter(({ kinds }) => kinds === 'unknown' || kinds.includes('api'))
  const app = findPackages([...inApp.map(({ file }) => file), ...others], project, modules)
  const worker = findPackages([...stepFiles.map(({ file }) => file), ...others], project, modules)
  return worker.length === 0 ? {} : { packages: { app, worker } }
}

function toManifestFile(
  { file, kinds, reexports }: StepFile,
  modules: ReadonlyMap<string, Module>,
  buildDir: string,
): ManifestFile {
  const { steps = [], triggers = [] } = file.syntax?.scan ?? {}
  return {
    source: file.name,
    output: pathOf(file, modules, buildDir),
    kinds,
    steps: steps.map(({ atTop: _, ...step }) => step),
    triggers,
    reexports,
  }
}

function pathOf({ path, name }: SourceFile, modules: ReadonlyMap<string, Module>, buildDir: string): string {
  return outputPath(buildDir, name, extensionOf(modules.get(path)?.transformed?.format ?? 'esm'))
}

function idOf(inputs: readonly ManifestInput[]): string {
  return hashOf(JSON.stringify([FORMAT, inputs])).slice(0, 16)
}
