import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TelemetryEvent } from '@motia/core/events'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { openTelemetryFile, type TelemetryFile } from './file.ts'
import {
  attempt,
  BOUNDS,
  closeLater,
  log,
  messages,
  open,
  read,
  sizeOf,
  temp,
  useTempTelemetry,
} from './fixtures/temp-telemetry.ts'

useTempTelemetry()

describe('a telemetry file that cannot be used', () => {
  const asides = () =>
    readdirSync(join(temp.folder, '.motia')).filter((name) => /^telemetry\.db\.corrupt-[\dTZ-]+$/.test(name))

  it('is set aside and begun anew, with a warning', async () => {
    open().close()
    writeFileSync(temp.path, 'this is no database, whatever its name says. '.repeat(500))
    const file = open()
    file.write([log({ message: 'anew' })])
    expect(await messages(read())).toEqual(['anew'])
    expect(asides()).toHaveLength(1)
    expect(readFileSync(join(temp.folder, '.motia', asides()[0] ?? ''), 'utf8')).toContain(
      'this is no database',
    )
    expect(temp.warnings).toHaveLength(1)
    expect(temp.warnings[0]).toContain('telemetry.db')
    expect(file.dropped()).toBe(0)
  })

  it('takes the warning about itself', async () => {
    open().close()
    writeFileSync(temp.path, 'no database '.repeat(500))
    let file: TelemetryFile | undefined
    const early: TelemetryEvent[] = []
    const warn = (message: string) => {
      const notice: TelemetryEvent = { type: 'notice', at: temp.now, level: 'warn', message }
      if (file) file.write([notice])
      else early.push(notice)
    }
    file = openTelemetryFile({ path: temp.path, now: () => temp.now, warn, ...BOUNDS })
    closeLater(file)
    file.write([...early, log({ message: 'anew' })])
    expect(await read().events({ limit: 10 })).toHaveLength(1)
    expect(await messages(read())).toEqual(['anew'])
  })

  it('is set aside when the damage shows later, and readers follow', async () => {
    const first = open()
    for (let i = 0; i < 40; i++) first.write(Array.from({ length: 200 }, () => log({ traceId: `t${i}` })))
    first.close()
    const size = sizeOf(temp.path)
    const bytes = readFileSync(temp.path)
    bytes.fill(0xff, 4096, size - (size % 4096))
    writeFileSync(temp.path, bytes)
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
    const db = new Database(temp.path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    open().write([log({ message: 'anew' })])
    expect(await messages(read())).toEqual(['anew'])
    expect(temp.warnings[0]).toContain('newer Motia')
  })

  it('is set aside when it was cut short', async () => {
    const first = open()
    for (let i = 0; i < 40; i++) first.write(Array.from({ length: 200 }, () => log({ traceId: `t${i}` })))
    first.close()
    truncateSync(temp.path, 10_000)
    const file = open()
    file.write([log({ message: 'anew', traceId: 't' }), attempt()])
    expect((await messages(read()))[0]).toBe('anew')
    expect(file.dropped()).toBe(0)
  })

  it('leaves only the one set aside last', () => {
    for (let i = 0; i < 3; i++) {
      temp.now += 1000
      rmSync(`${temp.path}-wal`, { force: true })
      if (existsSync(temp.path)) writeFileSync(temp.path, 'no database '.repeat(1000))
      open().close()
    }
    expect(asides()).toHaveLength(1)
  })

  it('stops nothing: events are dropped, counted, and stored again once it can be opened', async () => {
    writeFileSync(join(temp.folder, '.motia'), 'a file where a temp.folder should be')
    const file = open()
    file.write([log(), log()])
    expect(file.dropped()).toBe(2)
    expect(temp.warnings).toHaveLength(1)
    rmSync(join(temp.folder, '.motia'))
    temp.now += 60_000
    file.write([log({ message: 'back' })])
    expect(await messages(read())).toEqual(['back'])
  })
})
