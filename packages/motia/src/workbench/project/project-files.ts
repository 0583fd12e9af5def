/**
 * The project's sources, to be shown: files below its root that a developer would call code, and nothing that holds
 * secrets or is somebody else's. Every path that arrives by a request goes through here.
 */
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { WireSource } from '../wire/steps.ts'

export interface ProjectFile {
  /** Relative to the root, with forward slashes. */
  readonly file: string
  readonly language: WireSource['language']
  readonly text: string
  readonly isCut: boolean
}

export interface ProjectFiles {
  /** Whatever the path is; `undefined` if there is no such file, or none to be shown. */
  read(file: string): Promise<ProjectFile | undefined>
}

const MAX_BYTES = 512 * 1024

const LANGUAGES: Readonly<Record<string, WireSource['language']>> = {
  '.ts': 'typescript',
  '.tsx': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.js': 'javascript',
  '.jsx': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.py': 'python',
  '.rb': 'ruby',
  '.json': 'json',
  '.md': 'text',
  '.sql': 'text',
  '.txt': 'text',
  '.toml': 'text',
  '.yml': 'text',
  '.yaml': 'text',
}

const CODE: readonly WireSource['language'][] = ['typescript', 'javascript', 'python', 'ruby']
const FOREIGN_FOLDER = /^(node_modules|venv|site-packages|vendor|__pycache__)$/i
/** Of a file that holds data. */
const SECRET_NAME = /secret|credential|passw|private|service-?account|token|key|env/i
const CONFIG_FILE = /^motia\.config\.\w+$/i
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/

/** @param hidesConfig where a viewer would find an operator's password in it */
export function openProjectFiles(root: string, { hidesConfig = false } = {}): ProjectFiles {
  const isHidden = (file: string) => !isShown(file) || (hidesConfig && CONFIG_FILE.test(file))
  return {
    async read(file) {
      if (isHidden(file)) return undefined
      try {
        const [base, path] = await Promise.all([realpath(root), realpath(join(root, file))])
        // What a link leads to has to be one of them, too.
        const real = relative(base, path).split(sep).join('/')
        if (isHidden(real)) return undefined
        return await readText(path, file)
      } catch {
        return undefined // none there, or not to be read
      }
    },
  }
}

/** Pure. Whether a path, as it was asked for, may be that of a source. */
export function isShown(file: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (file === '' || file.length > 1_000 || /[\\:\u0000-\u001f]/.test(file)) return false
  const parts = file.split('/')
  const name = parts.at(-1) as string
  const language = LANGUAGES[extname(name).toLowerCase()]
  if (language === undefined || parts.some((part) => part === '' || part.startsWith('.'))) return false
  if (parts.some((part) => FOREIGN_FOLDER.test(part))) return false
  return CODE.includes(language) || !SECRET_NAME.test(name)
}

async function readText(path: string, file: string): Promise<ProjectFile | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) return undefined
    const buffer = Buffer.alloc(Math.min(stats.size, MAX_BYTES))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
    const bytes = buffer.subarray(0, bytesRead)
    // What is cut may end within a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    if (bytes.includes(0) || PRIVATE_KEY.test(text)) return undefined
    const language = LANGUAGES[extname(path).toLowerCase()] ?? 'text'
    return { file, language, text, isCut: stats.size > bytesRead }
  } finally {
    await handle.close()
  }
}
