import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { connect } from '../../sqlite/connect.ts'
import { attempt, open, read, temp, useTempTelemetry } from './fixtures/temp-telemetry.ts'

useTempTelemetry()

const MIGRATIONS = new URL('./migrations/', import.meta.url)
/** Spans as they were before phases. */
const SPAN = `INSERT INTO spans (kind, at, run_id, trace_id, step_id, attempt, started_at, duration_ms, waited_ms, status,
  failed) VALUES ('attempt', ?, 'old', 't1', 'a', 1, ?, 5, 1, 'succeeded', 0)`

/** A file as the version wrote it that knew so many migrations. */
function makeFile(version: number): void {
  mkdirSync(dirname(temp.path), { recursive: true })
  const db = connect(temp.path, { busyMs: 100 })
  db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL')
  for (const name of readdirSync(MIGRATIONS).sort().slice(0, version)) {
    db.exec(readFileSync(new URL(name, MIGRATIONS), 'utf8'))
  }
  db.exec(`PRAGMA user_version = ${version}`)
  db.prepare(SPAN).run([temp.now, temp.now - 5])
  db.close()
}

it.each([1, 2, 3])('goes on with a file of version %i, whose spans tell what they did', async (version) => {
  makeFile(version)
  const file = open()
  file.write([attempt({ runId: 'new', startedAt: temp.now - 3, queuedAt: temp.now - 9, commitMs: 2 })])
  const [old, fresh] = await read().trace('t1')
  expect(old).toMatchObject({ runId: 'old', startedAt: temp.now - 5, durationMs: 5, waitedMs: 1 })
  expect(old).not.toHaveProperty('phases')
  expect(fresh?.phases?.map(({ name, durationMs }) => [name, durationMs])).toEqual([
    ['queue', 6],
    ['execution', 5],
    ['commit', 2],
  ])
  expect(temp.warnings).toEqual([])
})
