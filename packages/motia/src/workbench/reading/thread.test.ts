/** The built reading side, whose thread is a real one: what only a thread has. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSqliteStore } from '../../stores/sqlite/store.ts'
import { accept, newRun } from '../../testing/conformance/store-driver.ts'
import { type BuiltReading, buildReading } from './fixtures/built-reading.ts'

const RUNS = 30_000
const folder = mkdtempSync(join(tmpdir(), 'motia-reading-thread-'))
const paths = { databasePath: join(folder, 'motia.db'), telemetryPath: join(folder, 'telemetry.db') }
let built: BuiltReading

beforeAll(async () => {
  built = await buildReading()
  const store = createSqliteStore({ path: paths.databasePath })
  await store.open()
  for (let made = 0; made < RUNS; made += 5000) {
    await accept(store, ...Array.from({ length: 5000 }, () => newRun('a', { input: '{"some":"input"}' })))
  }
  await store.close()
}, 30_000)
afterAll(() => {
  built.dispose()
  rmSync(folder, { recursive: true })
})

it('does not stop the event loop while it looks through all runs', async () => {
  const reading = (await built.load()).openReading(paths)
  let turns = 0
  const turn = setInterval(() => turns++, 1)
  const began = performance.now()
  const found = await reading.runs.search({ text: 'nothing of the kind', limit: 10 })
  const tookMs = performance.now() - began
  clearInterval(turn)
  expect(found.lookedThrough).toBeGreaterThan(1000)
  expect(turns).toBeGreaterThan(tookMs / 20)
  await reading.close()
})

it('keeps the process until its thread has come to an end, as the driver would abort both', async () => {
  const program = join(folder, 'program.mjs')
  const text = `
    const { openReading } = await import(${JSON.stringify(built.url)})
    const reading = openReading(${JSON.stringify(paths)})
    await reading.runs.counts()
    reading.runs.search({ text: 'nothing of the kind', limit: 10 }).catch(() => {})
    setTimeout(() => reading.close().then(() => console.log('it is gone')), 5)`
  writeFileSync(program, text)
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  expect(stdout).toBe('it is gone\n')
})
