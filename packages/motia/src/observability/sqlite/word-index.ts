/**
 * Fills the full-text index of log lines in the background, a slice at a time, and drops what indexes lines that are
 * gone. The index is cut into parts of so many lines, each a table of its own: dropping one costs next to nothing, and a
 * search for common words ends in the newest. tables.ts makes it; search-logs.ts reads.
 */
import type { Connection } from './connection.ts'
import { type StoredLine, toIndexed } from './words.ts'

export interface WordIndex {
  /** Indexes lines for some milliseconds; true if there are more. */
  fill(): boolean
  /** Drops parts whose lines are all gone. */
  forget(): void
}

interface Part {
  readonly first: number
  readonly upto: number
}

interface Line extends StoredLine {
  readonly id: number
}

const SLICE_LINES = 100
/** Of a slice, but for its last line and the commit. */
const SLICE_MS = 3
const MAX_PART_LINES = 65_536
/** Of the file's bound, for each line of a part: some 20 parts in a small file. */
const BOUND_BYTES_PER_LINE = 4_096

export function createWordIndex(db: Connection, maxBytes: number): WordIndex {
  const partLines = Math.min(MAX_PART_LINES, Math.ceil(maxBytes / BOUND_BYTES_PER_LINE))
  const parts = db.prepare('SELECT first, upto FROM word_indexes ORDER BY first')
  const linesAfter = db.prepare(
    `SELECT id, level, message, fields, step_id FROM logs WHERE id > ? ORDER BY id LIMIT ${SLICE_LINES}`,
  )
  const oldest = db.prepare('SELECT coalesce(min(id), 0) AS first, coalesce(max(id), 0) AS upto FROM logs')
  const setUpto = db.prepare('INSERT OR REPLACE INTO word_indexes (first, upto) VALUES (?, ?)')

  /** The part that the next line belongs to, begun if it has to be. */
  function partFor(line: Line, last: Part | undefined): Part {
    if (last && last.upto - last.first + 1 < partLines) return last
    db.exec(`CREATE VIRTUAL TABLE ${tableOf(line.id)} USING fts5(
      text, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 2')`)
    // Seldom merged, and in short steps: pages of the index are merged 64 at a time from 16 segments of a level on. Those
    // that there are too many of are merged whole, which takes tens of milliseconds: far beyond, so that it never happens.
    const table = tableOf(line.id)
    db.exec(`INSERT INTO ${table}(${table}, rank)
      VALUES ('automerge', 16), ('crisismerge', 64), ('pgsz', 1000)`)
    return { first: line.id, upto: line.id - 1 }
  }

  /** How many of the lines, all in one part. */
  function add(lines: readonly Line[], last: Part | undefined): number {
    const [line] = lines
    if (!line) return 0
    const endAt = performance.now() + SLICE_MS
    const part = partFor(line, last)
    const insert = db.prepare(`INSERT INTO ${tableOf(part.first)} (rowid, text) VALUES (?, ?)`)
    const room = partLines - (part.upto - part.first + 1)
    let count = 0
    for (const next of lines.slice(0, room)) {
      if (count > 0 && performance.now() > endAt) break
      insert.run([next.id, toIndexed(next)])
      count++
    }
    setUpto.run([part.first, lines[count - 1]?.id ?? part.upto])
    return count
  }

  function drop({ first }: Part): void {
    db.exec(`BEGIN IMMEDIATE; DROP TABLE ${tableOf(first)};
      DELETE FROM word_indexes WHERE first = ${first}; COMMIT`)
  }

  return {
    fill() {
      const last = (parts.all() as Part[]).at(-1)
      const lines = linesAfter.all(last?.upto ?? 0) as Line[]
      if (lines.length === 0) return false
      db.exec('BEGIN IMMEDIATE')
      try {
        const count = add(lines, last)
        db.exec('COMMIT')
        return count < lines.length || lines.length === SLICE_LINES
      } finally {
        if (db.inTransaction) db.exec('ROLLBACK')
      }
    },
    forget() {
      const lines = oldest.get() as Part
      for (const part of parts.all() as Part[]) {
        // Without lines their ids begin at 1 again.
        if (part.upto < lines.first || lines.upto === 0) drop(part)
      }
    },
  }
}

/** The table of the part that begins with that line. */
export function tableOf(first: number): string {
  return `words_${first}`
}
