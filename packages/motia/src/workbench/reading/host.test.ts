/** Both files read from behind a channel: the same answers, errors with their codes, and a bound to what waits. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTelemetryFile } from '../../observability/sqlite/file.ts'
import { BOUNDS } from '../../observability/sqlite/fixtures/temp-telemetry.ts'
import { connect } from '../../sqlite/connect.ts'
import { createSqliteReader } from '../../stores/sqlite/reader.ts'
import { createSqliteStore } from '../../stores/sqlite/store.ts'
import { acceptOne, NOW, set, write } from '../../testing/conformance/store-driver.ts'
import { openReading, type Reading } from './host.ts'
import { type ReadingThread, startReadingThread } from './thread-host.ts'

let folder: string
let databasePath: string
let reading: Reading
let threads: ReadingThread[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motia-reading-'))
  databasePath = join(folder, 'motia.db')
  threads = []
  reading = openReading({ databasePath, telemetryPath: join(folder, 'telemetry.db') }, (paths) => {
    const thread = startReadingThread(paths)
    threads.push(thread)
    return thread
  })
})
afterEach(async () => {
  await reading.close()
  rmSync(folder, { recursive: true })
})

/** A store with a run and a state item, closed again. */
async function fillStore(): Promise<string> {
  const store = createSqliteStore({ path: databasePath })
  await store.open()
  const runId = await acceptOne(store, 'a', { input: '{"to":"홍길동"}' })
  await write(store, set('g', 'k', 1))
  await store.close()
  return runId
}

it('reads the store as a reader of its own would', async () => {
  const runId = await fillStore()
  const direct = createSqliteReader(databasePath)
  const { runs } = reading
  expect(await runs.get(runId)).toEqual(direct.get(runId))
  expect(await runs.list({ limit: 5 })).toEqual(direct.list({ limit: 5 }))
  expect(await runs.search({ text: '홍길동', limit: 5 })).toMatchObject({ runs: [{ runId }] })
  expect(await runs.stateItems({ group: 'g', limit: 5 })).toMatchObject({ items: [{ key: 'k', value: '1' }] })
  expect(await runs.get('unheard-of')).toBeUndefined()
  direct.close()
})

it('reads the telemetry file', async () => {
  const file = openTelemetryFile({ path: join(folder, 'telemetry.db'), now: () => NOW, ...BOUNDS })
  file.write([{ type: 'notice', at: NOW, level: 'info', message: 'hello' }])
  file.close()
  expect(await reading.telemetry.events({ limit: 5 })).toMatchObject([{ event: { message: 'hello' } }])
})

it('shows nothing while there is nothing, and starts its thread with the first read', async () => {
  expect(threads).toEqual([])
  expect(await reading.runs.list({ limit: 5 })).toEqual([])
  expect(await reading.telemetry.spans({ limit: 5 })).toEqual([])
  expect(threads).toHaveLength(1)
})

it('hands errors over with their code', async () => {
  await fillStore()
  const db = connect(databasePath, { busyMs: 0 })
  db.exec("INSERT INTO migrations VALUES (9999, '9999_future.sql', 0)")
  db.close()
  await expect(reading.runs.counts()).rejects.toMatchObject({
    name: 'MotiaError',
    code: 'MOTIA_STORE_VERSION',
    message: expect.stringContaining('9999'),
    hint: expect.stringContaining('Upgrade'),
  })
})

it('refuses more than a thousand reads at a time, and takes more when they are done', async () => {
  const asked = Array.from({ length: 1_000 }, () => reading.runs.counts())
  await expect(reading.runs.counts()).rejects.toMatchObject({ code: 'MOTIA_UNREADABLE' })
  expect(await Promise.all(asked)).toHaveLength(1_000)
  expect(await reading.runs.counts()).toEqual([])
})

it('refuses what waits when its thread dies, and starts another for what comes next', async () => {
  await fillStore()
  await reading.runs.counts()
  const waiting = reading.runs.counts()
  threads[0]?.port.close()
  await expect(waiting).rejects.toMatchObject({ code: 'MOTIA_UNREADABLE' })
  expect(await reading.runs.counts()).toHaveLength(1)
  expect(threads).toHaveLength(2)
})

it('takes nothing any more when it is closed, and lets go of its thread', async () => {
  await reading.runs.counts()
  const waiting = reading.runs.counts()
  const closed = reading.close()
  await expect(waiting).rejects.toMatchObject({ code: 'MOTIA_UNREADABLE' })
  await expect(reading.runs.counts()).rejects.toMatchObject({ code: 'MOTIA_UNREADABLE' })
  await closed
  expect(await threads[0]?.ended).toBeUndefined()
  expect(threads).toHaveLength(1)
})

it('calls nothing but what is on its list', async () => {
  const thread = startReadingThread({ databasePath, telemetryPath: join(folder, 'telemetry.db') })
  const ask = (reader: string, method: string) =>
    new Promise((resolve) => {
      thread.port.once('message', resolve)
      thread.port.postMessage({ q: 1, reader, method, args: [] })
    })
  for (const [reader, method] of [
    ['telemetry', 'close'],
    ['runs', 'constructor'],
    ['runs', 'close'],
    ['toString', 'call'],
  ] as const) {
    expect(await ask(reader, method)).toMatchObject({ q: 1, error: { name: 'TypeError' } })
  }
  thread.port.close()
  await thread.ended
})
