/** State writes of a commit, and whether what its attempt had read still holds. */
import type { GroupRead, KeyRead, StateWrite } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import { applyWrite } from '@motia/core/state-write'
import type { Tables } from './tables.ts'

export interface StateWriter {
  /** The first read that no longer holds, in words. */
  findConflict(reads: readonly KeyRead[], groupReads: readonly GroupRead[]): string | undefined
  /** @throws `MOTIA_STATE_TYPE` */
  write(writes: readonly StateWrite[]): void
}

export function createStateWriter({ db, versions }: Tables): StateWriter {
  const versionOf = db.prepare<[number]>('SELECT version FROM state WHERE grp = ? AND key = ?')
  const figuresOf = db.prepare<[number, number]>(
    'SELECT count(*), coalesce(max(version), 0) FROM state WHERE grp = ?',
  )
  const selectValue = db.prepare<[string]>('SELECT value FROM state WHERE grp = ? AND key = ?')
  const upsert = db.prepare(`INSERT INTO state (grp, key, version, value) VALUES (?, ?, ?, ?)
    ON CONFLICT (grp, key) DO UPDATE SET version = excluded.version, value = excluded.value`)
  const remove = db.prepare('DELETE FROM state WHERE grp = ? AND key = ?')
  const clear = db.prepare('DELETE FROM state WHERE grp = ?')

  const holds = ({ group, key, version }: KeyRead) => (versionOf.get([group, key])?.[0] ?? 0) === version
  const holdsGroup = ({ group, count, maxVersion }: GroupRead) => {
    const [countNow, maxVersionNow] = figuresOf.get([group]) ?? [0, 0]
    return countNow === count && maxVersionNow === maxVersion
  }

  const apply = (write: StateWrite) => {
    refuseNul(write)
    if (write.op === 'clear') return clear.run([write.group])
    const { group, key } = write
    if (write.op === 'delete') return remove.run([group, key])
    const current = write.op === 'set' ? undefined : selectValue.get([group, key])?.[0]
    return upsert.run([group, key, versions.next(), applyWrite(current, write) ?? 'null'])
  }

  return {
    findConflict(reads, groupReads) {
      const key = reads.find((read) => !holds(read))
      if (key) return `${key.group}/${key.key}`
      return groupReads.find((read) => !holdsGroup(read))?.group
    },
    write(writes) {
      for (const write of writes) apply(write)
    },
  }
}

/** The driver cuts texts at NUL: two keys would silently become one. */
function refuseNul(write: StateWrite): void {
  const name = write.op === 'clear' ? write.group : `${write.group}/${write.key}`
  if (!name.includes('\0')) return
  throw motiaError('MOTIA_OPTION', { what: `the state key ${JSON.stringify(name)} holds a NUL character` })
}
