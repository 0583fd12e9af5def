import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY_MS } from '@motia/core/duration'
import type { AttemptEvent, CountersEvent, LogEvent, TelemetryEvent } from '@motia/core/events'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bucketOf } from '../buckets.ts'
import type { TelemetryReader } from '../records.ts'
import { createTotals } from '../totals.ts'
import { openTelemetryFile, type TelemetryFile } from './file.ts'
import { openTelemetryReader } from './reader.ts'

let folder: string
let path: string
let now: number
let warnings: string[]
const opened: { close(): void }[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telemetry-'))
  path = join(folder, '.motia', 'telemetry.db')
  now = 1_800_000_000_000
  warnings = []
})

afterEach(() => {
  for (const one of opened.splice(0)) one.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(options: { maxAgeMs?: number; maxBytes?: number } = {}): TelemetryFile {
  const file = openTelemetryFile({
    path,
    now: () => now,
    warn: (message) => warnings.push(message),
    ...options,
  })
  opened.push(file)
  return file
}

function read(): TelemetryReader {
  const reader = openTelemetryReader(path)
  opened.push(reader)
  return reader
}

const log = (more: Partial<LogEvent> = {}): LogEvent => ({
  type: 'log',
  at: now,
  level: 'info',
  message: 'hello',
  source: 'logger',
  ...more,
})

const attempt = (more: Partial<AttemptEvent> = {}): AttemptEvent => ({
  type: 'attempt',
  at: now,
  runId: 'r1',
  traceId: 't1',
  parentRunId: null,
  stepId: 'a',
  attempt: 1,
  startedAt: now - 5,
  durationMs: 5,
  waitedMs: 1,
  status: 'succeeded',
  ...more,
})

const messages = async (reader: TelemetryReader, limit = 1000) =>
  (await reader.logs({ limit })).lines.map((line) => line.message)

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

describe('the telemetry file', () => {
  it('keeps what was written over a restart', async () => {
    const first = open()
    first.write([log({ message: '첫째 😀' }), attempt()])
    first.close()
    open().write([log({ message: 'second' })])
    const reader = read()
    expect(await messages(reader)).toEqual(['second', '첫째 😀'])
    expect(await reader.run('r1')).toHaveLength(1)
    expect(warnings).toEqual([])
  })

  it('is a write-ahead log that gives pages back', () => {
    open().write([log()])
    const db = new Database(path)
    opened.push(db)
    expect(db.pragma('journal_mode')).toMatchObject([{ journal_mode: 'wal' }])
    expect(db.pragma('auto_vacuum')).toMatchObject([{ auto_vacuum: 2 }])
  })

  it('never holds a secret', () => {
    const file = open()
    file.write([
      log({ message: 'password=hunter2', fields: { headers: { Cookie: 'hunter2' } } }),
      attempt({ status: 'failed', failure: { name: 'Error', message: 'token="hunter2"' } }),
    ])
    file.close()
    expect(readFileSync(path).includes('hunter2')).toBe(false)
  })

  it('takes whatever another process made of an event', async () => {
    const file = open()
    const odd = [
      log({ message: 'a\0b', fields: { nul: '\0', big: Number.MAX_VALUE } }),
      { ...log(), level: 'fatal', message: { an: 'object' }, attempt: true, runId: 7 },
      { ...attempt(), durationMs: 'long', waitedMs: Number.NaN, failure: { name: 1, message: null } },
      { type: 'from-the-future', at: 'soon', list: [1n] },
    ] as unknown as TelemetryEvent[]
    file.write(odd)
    const { lines } = await read().logs({ limit: 10 })
    expect(lines.map((line) => line.message)).toEqual(['[object Object]', 'a␀b'])
    expect(lines[1]?.fields).toEqual({ nul: '\0', big: Number.MAX_VALUE })
    expect(file.dropped()).toBe(0)
    expect(warnings).toEqual([])
  })
})

describe('the bounds of the telemetry file', () => {
  it('hold whatever is written, and the newest is kept', { timeout: 60_000 }, async () => {
    const maxBytes = 3 * 1024 * 1024
    const file = open({ maxBytes })
    const reader = read()
    let largest = 0
    for (let batch = 0; batch < 60; batch++) {
      const events = Array.from({ length: 500 }, (_, i) => {
        const id = `${batch}-${i}`.padEnd(32, 'x')
        return i % 3 === 0
          ? attempt({ runId: id, traceId: id, stepId: `s${i % 20}` })
          : log({
              message: `${batch} ${'payload '.repeat(i % 60)}`,
              runId: id,
              traceId: id,
              stepId: `s${i % 20}`,
            })
      })
      file.write(events)
      if (batch % 10 === 0) await reader.metrics()
      largest = Math.max(largest, sizeOf(path) + sizeOf(`${path}-wal`))
    }
    expect(largest).toBeLessThanOrEqual(maxBytes)
    expect(largest).toBeGreaterThan(maxBytes / 2)
    expect((await messages(reader, 1))[0]).toMatch(/^59 /)
    expect((await reader.spans({ limit: 1 }))[0]?.runId).toMatch(/^59-/)
    expect(file.dropped()).toBe(0)
    expect(warnings).toEqual([])
  })

  it('leave room for spans when log lines flood, and the other way round', { timeout: 60_000 }, async () => {
    const file = open({ maxBytes: 4 * 1024 * 1024 })
    for (let i = 0; i < 20; i++) file.write(Array.from({ length: 50 }, () => attempt()))
    for (let i = 0; i < 100; i++)
      file.write(Array.from({ length: 500 }, () => log({ message: 'x'.repeat(100) })))
    const reader = read()
    expect((await reader.spans({ limit: 10_000 })).length).toBeGreaterThan(400)
  })

  it('hold for a batch that is larger than the file may be', () => {
    const maxBytes = 2 * 1024 * 1024
    const file = open({ maxBytes })
    file.write(Array.from({ length: 500 }, () => log({ message: 'x'.repeat(16_000) })))
    expect(sizeOf(path) + sizeOf(`${path}-wal`)).toBeLessThanOrEqual(maxBytes)
    expect(file.dropped()).toBe(0)
  })

  it('end what is too old, and give its pages back', async () => {
    const file = open({ maxAgeMs: 3 * DAY_MS })
    const notice: TelemetryEvent = { type: 'notice', at: now, level: 'warn', message: 'old' }
    for (let i = 0; i < 20; i++)
      file.write([...Array.from({ length: 500 }, () => log({ message: 'old'.repeat(50) })), notice])
    now += 2 * DAY_MS
    file.write([log({ message: 'young' }), attempt()])
    const before = (await read().logs({ limit: 100_000 })).lines.length
    expect(before).toBe(20 * 500 + 1)
    now += 1.5 * DAY_MS
    while (file.prune());
    const reader = read()
    expect(await messages(reader)).toEqual(['young'])
    expect(await reader.spans({ limit: 10 })).toHaveLength(1)
    expect(await reader.events({ limit: 10 })).toEqual([])
    for (let i = 0; i < 10; i++) file.prune()
    reader.close()
    file.close()
    expect(sizeOf(path)).toBeLessThan(500_000)
  })

  it('are kept by writing alone', async () => {
    const file = open({ maxAgeMs: DAY_MS })
    file.write([log({ message: 'old' })])
    now += 2 * DAY_MS
    file.write([log({ message: 'young' })])
    expect(await messages(read())).toEqual(['young'])
  })

  it('are kept when the clock of an app runs ahead', async () => {
    const file = open({ maxAgeMs: DAY_MS })
    file.write([log({ message: 'ahead', at: now + 1000 * DAY_MS })])
    now += 2 * DAY_MS
    file.prune()
    expect(await messages(read())).toEqual([])
  })
})

describe('a telemetry file that cannot be used', () => {
  const asides = () =>
    readdirSync(join(folder, '.motia')).filter((name) => /^telemetry\.db\.corrupt-[\dTZ-]+$/.test(name))

  it('is set aside and begun anew, with a warning', async () => {
    open().close()
    writeFileSync(path, 'this is no database, whatever its name says. '.repeat(500))
    const file = open()
    file.write([log({ message: 'anew' })])
    expect(await messages(read())).toEqual(['anew'])
    expect(asides()).toHaveLength(1)
    expect(readFileSync(join(folder, '.motia', asides()[0] ?? ''), 'utf8')).toContain('this is no database')
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('telemetry.db')
    expect(file.dropped()).toBe(0)
  })

  it('takes the warning about itself', async () => {
    open().close()
    writeFileSync(path, 'no database '.repeat(500))
    let file: TelemetryFile | undefined
    const early: TelemetryEvent[] = []
    const warn = (message: string) => {
      const notice: TelemetryEvent = { type: 'notice', at: now, level: 'warn', message }
      if (file) file.write([notice])
      else early.push(notice)
    }
    file = openTelemetryFile({ path, now: () => now, warn })
    opened.push(file)
    file.write([...early, log({ message: 'anew' })])
    expect(await read().events({ limit: 10 })).toHaveLength(1)
    expect(await messages(read())).toEqual(['anew'])
  })

  it('is set aside when the damage shows later, and readers follow', async () => {
    const first = open()
    for (let i = 0; i < 40; i++) first.write(Array.from({ length: 200 }, () => log({ traceId: `t${i}` })))
    first.close()
    const size = sizeOf(path)
    const bytes = readFileSync(path)
    bytes.fill(0xff, 4096, size - (size % 4096))
    writeFileSync(path, bytes)
    const file = open()
    const reader = read()
    expect(await messages(reader)).toEqual([])
    for (let i = 0; i < 5; i++)
      file.write([log({ message: `anew ${i}`, traceId: 't1', runId: 'r' }), attempt()])
    expect(asides()).toHaveLength(1)
    expect((await messages(reader)).at(0)).toBe('anew 4')
    expect(file.dropped()).toBe(0)
  })

  it('is set aside when a newer version wrote it', async () => {
    open().close()
    const db = new Database(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    open().write([log({ message: 'anew' })])
    expect(await messages(read())).toEqual(['anew'])
    expect(warnings[0]).toContain('newer Motia')
  })

  it('is set aside when it was cut short', async () => {
    const first = open()
    for (let i = 0; i < 40; i++) first.write(Array.from({ length: 200 }, () => log({ traceId: `t${i}` })))
    first.close()
    truncateSync(path, 10_000)
    const file = open()
    file.write([log({ message: 'anew', traceId: 't' }), attempt()])
    expect((await messages(read()))[0]).toBe('anew')
    expect(file.dropped()).toBe(0)
  })

  it('leaves only the one set aside last', () => {
    for (let i = 0; i < 3; i++) {
      now += 1000
      rmSync(`${path}-wal`, { force: true })
      if (existsSync(path)) writeFileSync(path, 'no database '.repeat(1000))
      open().close()
    }
    expect(asides()).toHaveLength(1)
  })

  it('stops nothing: events are dropped, counted, and stored again once it can be opened', async () => {
    writeFileSync(join(folder, '.motia'), 'a file where a folder should be')
    const file = open()
    file.write([log(), log()])
    expect(file.dropped()).toBe(2)
    expect(warnings).toHaveLength(1)
    rmSync(join(folder, '.motia'))
    now += 60_000
    file.write([log({ message: 'back' })])
    expect(await messages(read())).toEqual(['back'])
  })
})

describe('counters', () => {
  const counters = (processId: string, requests: number, failed = 0): CountersEvent => ({
    type: 'counters',
    at: now,
    processId,
    steps: [{ stepId: 'a', requests, failed, totalMs: requests * 2, buckets: [0, requests] }],
  })
  const requestsOf = async (reader: TelemetryReader) =>
    (await reader.metrics()).find((step) => step.stepId === 'a')?.requests

  it('add up exactly over restarts of the app', async () => {
    const file = open()
    file.write([counters('p1', 3), counters('p1', 5, 1)])
    file.write([counters('p1', 5, 1)])
    file.write([counters('p2', 2)])
    file.write([counters('p1', 6, 1), counters('p2', 4, 2)])
    expect(await requestsOf(read())).toMatchObject({
      requests: 10,
      failed: 3,
      successRate: 0.7,
      meanMs: 2,
      since: now,
    })
  })

  it('add up over restarts of the supervisor, also when a process name comes again', async () => {
    const first = open()
    first.write([counters('p1', 5)])
    first.close()
    const second = open()
    second.write([counters('p1', 2)])
    second.write([counters('p1', 1)])
    expect(await requestsOf(read())).toMatchObject({ requests: 8 })
  })

  it('lose nothing with a lost batch, and count nothing twice when a write fails', async () => {
    const file = open()
    file.write([counters('p1', 5)])
    const other = new Database(path)
    opened.push(other)
    other.exec('BEGIN IMMEDIATE')
    file.write([counters('p1', 7)])
    other.exec('COMMIT')
    expect(file.dropped()).toBe(1)
    file.write([counters('p1', 9)])
    expect(await requestsOf(read())).toMatchObject({ requests: 9 })
  })

  it('outlive everything that is pruned', async () => {
    const file = open({ maxAgeMs: DAY_MS })
    file.write([counters('p1', 5)])
    now += 30 * DAY_MS
    file.prune()
    expect(await requestsOf(read())).toMatchObject({ requests: 5 })
  })

  it('carry the histogram that percentiles are estimated from', async () => {
    const totals = createTotals('p1')
    for (let i = 1; i <= 1000; i++) totals.observe('a', i, false)
    open().write([totals.snapshot(now) as CountersEvent])
    const metrics = await requestsOf(read())
    for (const [key, exact] of [
      ['p50Ms', 500],
      ['p95Ms', 950],
      ['p99Ms', 990],
    ] as const) {
      expect(Math.abs(bucketOf(metrics?.[key] ?? 0) - bucketOf(exact))).toBeLessThanOrEqual(1)
    }
  })

  it('of many processes are told apart', async () => {
    const file = open()
    for (let i = 0; i < 200; i++) file.write([counters(`p${i}`, 1), counters(`p${i}`, 2)])
    expect(await requestsOf(read())).toMatchObject({ requests: 400 })
  })
})
