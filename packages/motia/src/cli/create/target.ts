/** Where a project goes, what it is called, and whether it may go there. Called by command.ts, and while asking. */
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, relative, resolve } from 'node:path'
import { refused } from './create-error.ts'

/** A folder that a project may be written to: absent or empty. */
export interface Target {
  /** Absolute. */
  readonly path: string
  /** What to type after `cd`; empty for the current folder. */
  readonly shown: string
  /** The folder's own name. */
  readonly name: string
  /** A name that npm accepts. */
  readonly packageName: string
}

/** What an empty folder may hold: nothing of it is overwritten. */
const HARMLESS = ['.git', '.DS_Store']
/** A package may not be called like one that it depends on. */
const TAKEN = ['motia', 'zod', 'typescript', 'node_modules', 'favicon.ico']

/** @throws CreateError with exit code 1 if a project cannot go there */
export function resolveTarget(folder: string, cwd: string): Target {
  const path = toPath(folder, cwd)
  const problem = checkName(path) ?? checkFree(path, folder)
  if (problem) throw refused(problem)
  const name = basename(path)
  return { path, shown: relative(cwd, path), name, packageName: toPackageName(name) }
}

/** Why a project cannot go to a folder, or undefined. */
export function checkTarget(folder: string, cwd: string): string | undefined {
  const path = toPath(folder, cwd)
  return checkName(path) ?? checkFree(path, folder)
}

/** The nearest name that npm accepts: `Café Nord` becomes `cafe-nord`, `서점` becomes `motia-app`. */
export function toPackageName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9-._~]+/g, '-')
    .replace(/^[-._~]+|[-._~]+$/g, '')
    .slice(0, 214)
  if (plain === '') return 'motia-app'
  return TAKEN.includes(plain) ? `${plain.replace(/_/g, '-')}-app` : plain
}

/** A shell would have expanded `~`; an answer to a question has not been through one. */
function toPath(folder: string, cwd: string): string {
  return resolve(cwd, folder.replace(/^~(?=$|[\\/])/, homedir()))
}

function checkName(path: string): string | undefined {
  const name = basename(path)
  if (name === '') return 'The root of a disk cannot be a project: name a folder.'
  if (name === 'node_modules')
    return 'A project cannot be called node_modules: packages are kept under that name.'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'The name holds a control character: choose another.'
  const drive = process.platform === 'win32' ? 2 : 0
  if (path.slice(drive).includes(':'))
    return `"${path}" holds a colon, which ends a path in PATH: choose another name.`
  return undefined
}

function checkFree(path: string, shown: string): string | undefined {
  try {
    const found = readdirSync(path).filter((entry) => !HARMLESS.includes(entry))
    if (found.length === 0) return undefined
    return `"${shown}" is not empty (it holds ${listSome(found)}). Nothing was written: choose another name, or empty it.`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === 'ENOTDIR')
      return `"${shown}" is a file, or below one. Nothing was written: choose another name.`
    return `"${shown}" cannot be used: ${(error as Error).message}`
  }
}

function listSome(entries: readonly string[]): string {
  const more = entries.length - 3
  return more > 0 ? `${entries.slice(0, 3).join(', ')} and ${more} more` : entries.join(', ')
}
