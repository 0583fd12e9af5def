/**
 * Notices changes of what an app is made of: sources in the folders of steps, helpers elsewhere that they import,
 * and the files at the root that decide how all of it runs. Changes that come together are told together. dev.ts
 * starts one.
 */
import { readdirSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { watch } from 'chokidar'
import { createBatches } from './batches.ts'
import { createFolderCheck } from './folder-check.ts'

export interface Watcher {
  /** Also these, wherever they are: paths relative to the root. Repeating is fine. */
  follow(files: readonly string[]): void
  close(): Promise<void>
}

export interface WatchOptions {
  readonly root: string
  /** Paths relative to the root, with forward slashes, sorted; called again only after it has settled. */
  readonly onChange: (files: readonly string[]) => Promise<void>
  /** Something cannot be watched, because the system allows no more, say. Once. */
  readonly onTrouble?: (message: string) => void
  readonly debounceMs?: number
}

const DEBOUNCE_MS = 50
const STEP_FOLDERS = ['motia', 'steps', 'src']
const SOURCE = /\.([cm]?[jt]sx?|json|py|rb)$/
const IGNORED_FOLDER = /^(\..*|node_modules|__pycache__|venv|site-packages)$/
/** Written by the Workbench: where the nodes of its graph are. No code reads it. */
const ARRANGEMENT = 'motia/workbench.json'
const ROOT_FILE =
  /^(motia\.config\.[cm]?[jt]s|\.env|package\.json|tsconfig(\..+)?\.json|requirements\.txt|pyproject\.toml|Gemfile(\.lock)?)$/

/** Resolves when changes from now on are noticed. */
export async function startWatcher({
  root,
  onChange,
  onTrouble = () => {},
  debounceMs = DEBOUNCE_MS,
}: WatchOptions): Promise<Watcher> {
  const followed = new Set<string>()
  const changed = createBatches(root, onChange, debounceMs)
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path, stats) => !followed.has(path) && isIgnored(toName(root, path), stats?.isFile()),
  })
  const folders = createFolderCheck((path) => {
    watcher.unwatch(path)
    watcher.add(path)
    for (const file of filesBelow(path))
      if (!isIgnored(toName(root, file), true)) changed.add(toName(root, file))
  })
  watcher.on('all', (event, path, stats) => {
    if (event === 'add' || event === 'change' || event === 'unlink') changed.add(toName(root, path))
    else if (event === 'addDir') folders.added(path, stats)
    else if (event === 'unlinkDir') folders.removed(path)
  })
  watcher.on('raw', folders.soon)
  let isTold = false
  watcher.on('error', (error) => {
    const { code, message } = error as NodeJS.ErrnoException
    if (isTold || code === 'ENOENT') return // a folder that vanished while it was looked at
    isTold = true
    onTrouble(message)
  })
  await new Promise<void>((done) => watcher.once('ready', done))
  for (const path of Object.keys(watcher.getWatched()))
    if (path.startsWith(root + sep)) folders.added(path, undefined)
  return {
    follow(files) {
      const added = files
        .map((file) => resolve(root, file))
        .filter((path) => !followed.has(path) && isIgnored(toName(root, path), true))
      for (const path of added) followed.add(path)
      if (added.length > 0) watcher.add(added)
    },
    async close() {
      changed.close()
      folders.close()
      // Adding would open it again, and keep a process that was told to end: `follow` may come late, and chokidar itself
      // adds the folder of a file whose removal it is still looking into.
      watcher.add = () => watcher
      await watcher.close()
    },
  }
}

/** Pure. @param isFile undefined if that is not known yet */
export function isIgnored(name: string, isFile: boolean | undefined): boolean {
  const [first = '', ...rest] = name.split('/')
  if (name === '') return false
  if (name === ARRANGEMENT) return true
  if (first === '..') return true
  if (rest.length === 0) return isFile === true ? !ROOT_FILE.test(first) : isForeignEntry(first)
  if (!STEP_FOLDERS.includes(first) || rest.slice(0, -1).some((part) => IGNORED_FOLDER.test(part)))
    return true
  const last = rest.at(-1) ?? ''
  if (isFile === undefined) return last === 'node_modules'
  return isFile ? !SOURCE.test(last) : IGNORED_FOLDER.test(last)
}

/** At the root, where a name alone may have to decide. */
function isForeignEntry(name: string): boolean {
  return !STEP_FOLDERS.includes(name) && !ROOT_FILE.test(name)
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  } catch {
    return [] // gone again
  }
}

function toName(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}
