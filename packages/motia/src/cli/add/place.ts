/** Where a new step goes: the folder that the project keeps its steps in, and a name that its language likes. Pure. */
import path from 'node:path'
import { nameWithin, type PathRules } from '../name-within.ts'
import { EXTENSIONS, type NewStep, type SourceLanguage } from './new-step.ts'

/** Folders that are looked through for steps, the one of new projects first. */
const FOLDERS = ['motia/steps', 'motia', 'steps', 'src/steps', 'src'] as const
/** Names that Windows keeps for devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Relative to the root, with forward slashes on every system.
 * @param files those of the project, so written too
 * @param folder as given by the user, relative to `cwd`; `paths` are the rules of the system
 */
export function chooseFile(
  step: NewStep,
  files: readonly string[],
  given?: { readonly folder: string; readonly cwd: string; readonly root: string },
  paths: PathRules = path,
): string {
  const name = `${toFileName(step.id, step.language)}.${EXTENSIONS[step.language]}`
  const folder = given
    ? nameWithin(given.root, paths.resolve(given.cwd, given.folder), paths)
    : chooseFolder(files)
  return folder === '' ? name : `${folder}/${name}`
}

/** The language of most of the files; TypeScript if there are none. */
export function guessLanguage(files: readonly string[], hasTsconfig: boolean): SourceLanguage {
  const languages = Object.keys(EXTENSIONS) as SourceLanguage[]
  const count = (language: SourceLanguage) =>
    files.filter((file) => new RegExp(`\\.[cm]?${EXTENSIONS[language]}x?$`).test(file)).length
  const most = Math.max(...languages.map(count))
  if (most === 0) return hasTsconfig ? 'typescript' : 'javascript'
  return languages.find((language) => count(language) === most) ?? 'typescript'
}

/** `send-email` is `send_email` in Python and Ruby; what no file name may hold becomes a hyphen. */
export function toFileName(id: string, language: SourceLanguage): string {
  const plain = id
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-._]+|[-._]+$/g, '')
    .slice(0, 100)
  const name = plain === '' || RESERVED.test(plain) ? `step-${plain}`.replace(/-$/, '') : plain
  return language === 'python' || language === 'ruby' ? name.replace(/[-.]+/g, '_') : name
}

/** `motia/steps`, unless the project keeps its steps elsewhere. */
function chooseFolder(files: readonly string[]): string {
  const used = FOLDERS.find((folder) => files.some((file) => file.startsWith(`${folder}/`)))
  return used === undefined || used === 'motia' ? FOLDERS[0] : used
}
