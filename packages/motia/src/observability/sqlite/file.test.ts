import { readFileSync } from 'node:fs'
import type { TelemetryEvent } from '@motia/core/events'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import {
  attempt,
  closeLater,
  log,
  messages,
  open,
  read,
  temp,
  useTempTelemetry,
} from './fixtures/temp-telemetry.ts'

useTempTelemetry()

describe('the telemetry file', () => {
  it('keeps what was written over a restart', async () => {
    const first = open()
    first.write([log({ message: '첫째 😀' }), attempt()])
    first.close()
    open().write([log({ message: 'second' })])
    const reader = read()
    expect(await messages(reader)).toEqual(['second', '첫째 😀'])
    expect(await reader.run('r1')).toHaveLength(1)
    expect(temp.warnings).toEqual([])
  })

  it('is a write-ahead log that gives pages back', () => {
    open().write([log()])
    const db = new Database(temp.path)
    closeLater(db)
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
    expect(readFileSync(temp.path).includes('hunter2')).toBe(false)
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
    expect(temp.warnings).toEqual([])
  })
})
