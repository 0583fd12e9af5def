/** Lines as the Workbench and `motia logs` ask for them. */
import type { LogEvent } from '@motia/core/events'
import { beforeEach, describe, expect, it } from 'vitest'
import type { LogRecord, TelemetryReader } from '../records.ts'
import type { TelemetryFile } from './file.ts'
import * as temp from './fixtures/temp-telemetry.ts'

temp.useTempTelemetry()

let file: TelemetryFile
let reader: TelemetryReader

beforeEach(() => {
  file = temp.open()
  reader = temp.read()
})

const log = (message: string, more: Partial<LogEvent> = {}) => temp.log({ message, ...more })
const texts = (lines: readonly LogRecord[]) => lines.map((line) => line.message)
const found = async (text: string) => texts((await reader.logs({ text, limit: 100 })).lines)

describe('log lines', () => {
  it('come back as they went in, with what they belong to', async () => {
    const event = log('전송', { fields: { userId: 'u1' }, runId: 'r', traceId: 't', stepId: 's', attempt: 2 })
    file.write([event])
    const { type: _, ...rest } = event
    expect((await reader.logs({ limit: 1 })).lines).toEqual([{ id: 1, ...rest }])
  })

  it('are filtered by run, trace, step and level', async () => {
    file.write([
      log('one', { runId: 'r1', traceId: 't1', stepId: 'a' }),
      log('two', { runId: 'r2', traceId: 't1', stepId: 'b', level: 'warn' }),
      log('three', { level: 'error' }),
      log('four', { level: 'debug' }),
    ])
    const by = async (filter: object) => texts((await reader.logs({ ...filter, limit: 10 })).lines)
    expect(await by({ runId: 'r1' })).toEqual(['one'])
    expect(await by({ traceId: 't1' })).toEqual(['two', 'one'])
    expect(await by({ stepId: 'b' })).toEqual(['two'])
    expect(await by({ level: 'warn' })).toEqual(['three', 'two'])
    expect(await by({ level: 'error', traceId: 't1' })).toEqual([])
  })

  it('are found by what they say and by their fields', async () => {
    file.write([
      log('user created', { fields: { userId: 'u-42', email: 'hong@example.com' } }),
      log('user u-42 deleted'),
      log('주문 처리', { fields: { order: { id: 7, note: 'a "quoted" 50%_off' }, paid: true } }),
      log('a plain line'),
    ])
    expect(await found('u-42')).toEqual(['user u-42 deleted', 'user created'])
    expect(await found('userId=u-42')).toEqual(['user created'])
    expect(await found('USER created')).toEqual(['user created'])
    expect(await found('order.id=7')).toEqual(['주문 처리'])
    expect(await found('paid=true')).toEqual(['주문 처리'])
    expect(await found('paid=tru')).toEqual([])
    expect(await found('주문')).toEqual(['주문 처리'])
    expect(await found('"quoted"')).toEqual(['주문 처리'])
    expect(await found('50%_off')).toEqual(['주문 처리'])
    expect(await found('p%n')).toEqual([])
    expect(await found("'; DROP TABLE logs; --")).toEqual([])
    expect(await found('  ')).toHaveLength(4)
  })

  it('come in pages, back to the oldest', async () => {
    file.write(Array.from({ length: 25 }, (_, i) => log(`line ${i}`)))
    const seen: string[] = []
    let before: number | undefined
    do {
      const page = await reader.logs({ limit: 10, ...(before !== undefined && { before }) })
      seen.push(...texts(page.lines))
      before = page.before
    } while (before !== undefined)
    expect(seen).toHaveLength(25)
    expect(seen.at(-1)).toBe('line 0')
  })

  it('can be followed', async () => {
    file.write([log('one'), log('two')])
    const { lines } = await reader.logs({ after: 0, limit: 10 })
    expect(texts(lines)).toEqual(['one', 'two'])
    file.write([log('three')])
    expect(texts((await reader.logs({ after: lines[1]?.id ?? 0, limit: 10 })).lines)).toEqual(['three'])
  })

  it('are searched a stretch at a time, without ending too early', { timeout: 60_000 }, async () => {
    file.write([log('the needle')])
    for (let i = 0; i < 210; i++) file.write(Array.from({ length: 500 }, () => log('hay')))
    const found: string[] = []
    let pages = 0
    for (let before: number | undefined = Number.MAX_SAFE_INTEGER; before !== undefined; pages++) {
      const page = await reader.logs({ text: 'needle', limit: 10, before })
      found.push(...texts(page.lines))
      before = page.before
    }
    expect(found).toEqual(['the needle'])
    expect(pages).toBeLessThan(100)
  })
})
