/**
 * Versions that Yarn is made to take: it takes the newest that fits of a package of Motia's, which refuses Node 20,
 * where others take the one that Motia asks for. In a workspace only the root's package.json may say so. Called by
 * package-json.ts and command.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const RESOLUTIONS = { 'light-my-request': '~6.6.0' } as const

/**
 * Adds them to the package.json of a workspace's root, as it is written otherwise. What it says already stands.
 * @returns names of what was added
 */
export function addResolutions(root: string): string[] {
  const path = join(root, 'package.json')
  const text = readFileSync(path, 'utf8')
  const manifest = JSON.parse(text) as { readonly resolutions?: Readonly<Record<string, string>> }
  const added = Object.keys(RESOLUTIONS).filter((name) => manifest.resolutions?.[name] === undefined)
  if (added.length === 0) return []
  const indent = /^\s*\{\s*\n([ \t]+)/.exec(text)?.[1] ?? 2
  const resolutions = { ...RESOLUTIONS, ...manifest.resolutions }
  const end = text.endsWith('\n') ? '\n' : ''
  writeFileSync(path, JSON.stringify({ ...manifest, resolutions }, null, indent) + end)
  return added
}
