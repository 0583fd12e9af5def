/** Where compiled projects lie on disk, and how one gets there whole or not at all. Called by compile.ts. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Output } from './emit.ts'
import { manifestPath } from './manifest.ts'

/** So many, since an older process may still load from its own. */
const BUILDS_KEPT = 5

/** The folder of a build that is named after its contents. */
export function namedBuildDir(root: string, id: string): string {
  return join(root, '.motia', 'build', id)
}

/** @throws if there is something in the folder that no compilation has put there */
export async function writeBuild(buildDir: string, outputs: readonly Output[]): Promise<void> {
  await assertOurs(buildDir)
  const temporary = `${buildDir}.${randomUUID().slice(0, 8)}.tmp`
  const moved = outputs.map(([path, text]) => [join(temporary, relative(buildDir, path)), text] as const)
  const folders = new Set(moved.map(([path]) => dirname(path)))
  await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })))
  await Promise.all(moved.map(([path, text]) => writeFile(path, text)))
  await rm(buildDir, { recursive: true, force: true })
  await rename(temporary, buildDir)
}

/** Whether the same build is there already, by its manifest's text; if so it counts as the newest. */
export async function touchBuild(buildDir: string, manifest: string): Promise<boolean> {
  const there = await readFile(manifestPath(buildDir), 'utf8').catch(() => undefined)
  if (there !== manifest) return false
  const now = new Date()
  await utimes(buildDir, now, now)
  return true
}

/** Deletes all but the newest of the builds that are named after their contents. */
export async function removeOldBuilds(root: string): Promise<void> {
  const builds = dirname(namedBuildDir(root, '-'))
  const names = await readdir(builds).catch(() => [])
  if (names.length <= BUILDS_KEPT) return
  const aged = await Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(join(builds, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  )
  const old = aged.sort((a, b) => b.at - a.at).slice(BUILDS_KEPT)
  await Promise.all(old.map(({ name }) => rm(join(builds, name), { recursive: true, force: true })))
}

async function assertOurs(buildDir: string): Promise<void> {
  const names = await readdir(buildDir).catch(() => [])
  if (names.length === 0 || existsSync(manifestPath(buildDir))) return
  throw new Error(`${buildDir} holds files that were not made by a build: choose another folder`)
}
