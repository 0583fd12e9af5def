/**
 * Folders that are deleted and made again at once, as `git checkout` does: whoever watches a folder watches the one that
 * is gone, and sees no difference from outside. watch.ts asks after each sign of life of the file system.
 */
import { type Stats, statSync } from 'node:fs'

export interface FolderCheck {
  added(path: string, stats: Stats | undefined): void
  removed(path: string): void
  /** A little later, once for all that call meanwhile. */
  soon(): void
  close(): void
}

const CHECK_MS = 20

/** @param onReplaced another folder has taken the place of the one at this path */
export function createFolderCheck(onReplaced: (path: string) => void): FolderCheck {
  const known = new Map<string, string>()
  let timer: NodeJS.Timeout | undefined

  const check = () => {
    timer = undefined
    for (const [path, identity] of known) {
      const stats = statSync(path, { throwIfNoEntry: false })
      if (!stats || identityOf(stats) === identity) continue
      known.set(path, identityOf(stats))
      onReplaced(path)
    }
  }
  return {
    added(path, stats = statSync(path, { throwIfNoEntry: false })) {
      if (stats) known.set(path, identityOf(stats))
    },
    removed: (path) => known.delete(path),
    soon() {
      timer ??= setTimeout(check, CHECK_MS)
    },
    close: () => clearTimeout(timer),
  }
}

/** A number of an inode may be given to the next folder at once. */
function identityOf({ ino, birthtimeMs }: Stats): string {
  return `${ino} ${birthtimeMs}`
}
