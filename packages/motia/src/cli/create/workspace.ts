/**
 * The workspace (monorepo) that a new project would be within, if any: there, packages are installed once for all, by
 * the workspace's own package manager and into its one lock file. Called by command.ts.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { nameWithin, type PathRules } from '../name-within.ts'
import { PACKAGE_MANAGERS, type PackageManager } from './choice.ts'

export interface Workspace {
  /** Absolute. */
  readonly root: string
  readonly packageManager: PackageManager
  /** The file of the root that lists its members. */
  readonly listedIn: 'pnpm-workspace.yaml' | 'package.json'
  /** The new project as the list would name it, with forward slashes. */
  readonly member: string
  /** Whether the list takes it in already. */
  readonly isListed: boolean
}

const LOCK_FILES: readonly [file: string, packageManager: PackageManager][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
]

/** The nearest one above the folder. */
export function findWorkspace(folder: string): Workspace | undefined {
  for (let above = path.dirname(folder); ; above = path.dirname(above)) {
    const found = readWorkspace(above)
    if (found) return { root: above, ...found, ...placeWithin(above, folder, found.patterns) }
    if (above === path.dirname(above)) return undefined
  }
}

/** Pure. @param paths the rules of the system */
export function placeWithin(
  root: string,
  folder: string,
  patterns: readonly string[],
  paths: PathRules = path,
): { readonly member: string; readonly isListed: boolean } {
  const member = nameWithin(root, folder, paths)
  const fits = (pattern: string) => toRegExp(pattern).test(member)
  const [without, within] = [
    patterns.filter((text) => text.startsWith('!')),
    patterns.filter((text) => !text.startsWith('!')),
  ]
  return { member, isListed: within.some(fits) && !without.some((pattern) => fits(pattern.slice(1))) }
}

/** Members that a pnpm-workspace.yaml lists, as it is mostly written: a list of texts. */
export function parsePnpmPackages(yaml: string): string[] {
  const inline = /^packages:\s*\[(.*)\]/m.exec(yaml)?.[1]
  const block = /^packages:[ \t]*(?:#.*)?\r?\n((?:[ \t]*(?:-.*|#.*)?(?:\r?\n|$))*)/m.exec(yaml)?.[1]
  const items = inline?.split(',') ?? block?.split(/\r?\n/).filter((line) => /^\s*-/.test(line)) ?? []
  return items
    .map((item) =>
      item
        .replace(/^\s*-?\s*/, '')
        .replace(/\s+#.*$/, '')
        .trim()
        .replace(/^(['"])(.*)\1$/, '$2'),
    )
    .filter(Boolean)
}

function readWorkspace(root: string) {
  const manifest = readManifest(root)
  const yaml = path.join(root, 'pnpm-workspace.yaml')
  const pnpm = existsSync(yaml) ? parsePnpmPackages(readFileSync(yaml, 'utf8')) : []
  if (pnpm.length > 0) {
    return { packageManager: 'pnpm', listedIn: 'pnpm-workspace.yaml', patterns: pnpm } as const
  }
  const { workspaces, packageManager: named } = manifest
  const patterns = Array.isArray(workspaces)
    ? workspaces
    : (workspaces as { packages?: unknown } | undefined)?.packages
  if (!Array.isArray(patterns) || patterns.length === 0) return undefined
  const name = named?.split('@')[0]
  const packageManager =
    PACKAGE_MANAGERS.find(({ value }) => value === name)?.value ??
    LOCK_FILES.find(([file]) => existsSync(path.join(root, file)))?.[1] ??
    'npm'
  return { packageManager, listedIn: 'package.json', patterns } as const
}

interface Manifest {
  /** A list, or an object that has it; or whatever else somebody wrote. */
  readonly workspaces?: unknown
  readonly packageManager?: string
}

function readManifest(root: string): Manifest {
  try {
    return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) ?? {}
  } catch {
    return {}
  }
}

/** `*` is a name, `**` any number of folders. */
function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/^\.\//, '')
    .replace(/\/+$/, '')
    .split('/')
    .map((part) => (part === '**' ? '.*' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*')))
    .join('/')
    .replaceAll('/.*/', '/(?:.*/)?')
  return new RegExp(`^${source}$`)
}
