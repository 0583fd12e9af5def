/** Where compiled projects lie on disk, and how one gets there whole or not at all. Called by compile.ts. */
import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Output } from './emit.ts'
import { manifestPath } from './manifest.ts'

/** So many, since an older process may still load from its own. */
const BUILDS_KEPT = 5
/** Deleting takes as long as writing, so it is done for several at once. */
const MAX_BUILDS = 10

/** The folder of a build that is named after its contents. */
export function namedBuildDir(root: string, id: string): string {
  return join(root, '.motia', 'build', id)
}

/**
 * Puts the outputs into the folder, all at once.
 * @param before an older build, whose files are taken over where they are the same
 * @throws if there is something in the folder that no compilation has put there
 */
export async function writeBuild(
  buildDir: string,
  outputs: readonly Output[],
  before: string | undefined,
): Promise<void> {
  await assertOurs(buildDir)
  const temporary = `${buildDir}.${randomUUID().slice(0, 8)}.tmp`
  const names = outputs.map(([path]) => relative(buildDir, path))
  for (const folder of new Set(names.map((name) => dirname(join(temporary, name))))) {
    mkdirSync(folder, { recursive: true })
  }
  // Many small files, so: no thread pool, and a link instead of a file where that is possible.
  outputs.forEach(([, text], i) => {
    const name = names[i] ?? ''
    if (before === undefined || !takeOver(join(before, name), join(temporary, name), text)) {
      writeFileSync(join(temporary, name), text)
    }
  })
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

/** A build's id, or what an interrupted build has left. Others have names of their own (`production`, say). */
const NAMED = /^[0-9a-f]{16}(\.|$)/

/** The builds that are named after their contents, newest first. */
export async function findBuilds(root: string): Promise<string[]> {
  const folder = dirname(namedBuildDir(root, '-'))
  const names = await readdir(folder).catch(() => [])
  const aged = names
    .filter((name) => NAMED.test(name))
    .map(async (name) => {
      const path = join(folder, name)
      return { path, at: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 }
    })
  return (await Promise.all(aged)).sort((a, b) => b.at - a.at).map(({ path }) => path)
}

/** Deletes the oldest of many builds. @param builds newest first */
export async function removeOldBuilds(builds: readonly string[]): Promise<void> {
  if (builds.length < MAX_BUILDS) return
  const old = builds.slice(BUILDS_KEPT - 1) // the one that was just written is the newest
  await Promise.all(old.map((path) => rm(path, { recursive: true, force: true })))
}

function takeOver(from: string, to: string, text: string): boolean {
  try {
    if (readFileSync(from, 'utf8') !== text) return false
    linkSync(from, to)
    return true
  } catch {
    return false // it is new, or the file system has no links
  }
}

async function assertOurs(buildDir: string): Promise<void> {
  const names = await readdir(buildDir).catch(() => [])
  if (names.length === 0 || existsSync(manifestPath(buildDir))) return
  throw new Error(`${buildDir} holds files that were not made by a build: choose another folder`)
}
