import type { LogEvent } from '@motia/core/events'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import type { LogFilter } from '../records.ts'
import type { TelemetryFile } from './file.ts'
import { log, open, read, sizeOf, temp, useTempTelemetry } from './fixtures/temp-telemetry.ts'

useTempTelemetry()

/** Searches must find the same, whether all, some or none of the lines are indexed yet. */
const STATES = ['none', 'half', 'all'] as const

function write(lines: readonly Partial<LogEvent>[], state: (typeof STATES)[number] = 'all'): TelemetryFile {
  const file = open()
  const events = lines.map((line) => log(line))
  const half = Math.ceil(events.length / 2)
  file.write(state === 'half' ? events.slice(0, half) : events)
  if (state !== 'none') while (file.index());
  if (state === 'half') file.write(events.slice(half))
  return file
}

async function find(text: string, more: Partial<LogFilter> = {}): Promise<string[]> {
  const found: string[] = []
  let before: number | undefined
  do {
    const page = await read().logs({ text, limit: 100, ...more, ...(before !== undefined && { before }) })
    found.push(...page.lines.map(({ message }) => message))
    before = page.before
  } while (before !== undefined && more.after === undefined)
  return found
}

describe.each(STATES)('a search while of the lines %s are indexed', (state) => {
  it.each([
    ['order', ['Order 17 paid', 'order 18 paid']],
    ['ord', ['Order 17 paid', 'order 18 paid']],
    ['rder', []],
    ['paid 17', ['Order 17 paid']],
    ['u123', ['by field', 'logfmt userId=u123, done']],
    ['userId=u123', ['by field', 'logfmt userId=u123, done']],
    ['userId=u12', []],
    ['user.id=7', ['nested']],
    ['tags=b', ['tagged']],
    ['ok=true', ['tagged']],
    ['주문', ['주문이 접수되었습니다']],
    ['문이', []],
    ['cafe', ['Café']],
    ['/users/17', ['GET /users/17/items']],
    ['users/17/items', ['GET /users/17/items']],
    ['100%', ['100% done']],
    ['second', ['escaped']],
    ['nsecond', []],
    ['=>', ['a => b']],
    ['"paid"', []],
  ])('for %s', async (text, expected) => {
    write(
      [
        { message: 'order 18 paid' },
        { message: 'Order 17 paid' },
        { message: 'logfmt userId=u123, done' },
        { message: 'by field', fields: { userId: 'u123', other: 'u1234' } },
        { message: 'nested', fields: { user: { id: 7 } } },
        { message: 'tagged', fields: { tags: ['a', 'b'], ok: true } },
        { message: '주문이 접수되었습니다' },
        { message: 'Café' },
        { message: 'GET /users/17/items' },
        { message: '100% done' },
        { message: 'escaped', fields: { text: 'first\nsecond' } },
        { message: 'a => b' },
      ],
      state,
    )
    expect(await find(text)).toEqual(expected)
  })

  it('keeps to step, level, run and time', async () => {
    const at = temp.now
    write(
      ['debug', 'info', 'warn', 'error'].flatMap((level, i) =>
        ['a', 'b-ü'].map((stepId) => ({
          ...{ level: level as LogEvent['level'], stepId, at: at - 1000 + i, runId: `${stepId}${level}` },
          message: `${level} of ${stepId}`,
        })),
      ),
      state,
    )
    expect(await find('of', { stepId: 'b-ü', level: 'warn' })).toEqual(['error of b-ü', 'warn of b-ü'])
    expect(await find('', { stepId: 'a', level: 'error' })).toEqual(['error of a'])
    expect(await find('', { level: 'info' })).toHaveLength(6)
    expect(await find('of', { runId: 'adebug' })).toEqual(['debug of a'])
    expect(await find('', { runId: 'adebug', level: 'info' })).toEqual([])
    expect(await find('of', { from: at - 999, to: at - 998 })).toEqual(['info of b-ü', 'info of a'])
    expect(await find('', { from: at - 999, to: at - 998 })).toEqual(['info of b-ü', 'info of a'])
  })

  it('gives page by page, backwards and forwards', async () => {
    const lines = Array.from({ length: 700 }, (_, i) => ({ message: `line ${i} ${i % 2 ? 'odd' : 'even'}` }))
    write(lines, state)
    expect(await find('odd')).toEqual(
      lines
        .map(({ message }) => message)
        .filter((one) => /odd/.test(one))
        .reverse(),
    )
    expect(await find('odd', { after: 100, limit: 2 })).toEqual(['line 101 odd', 'line 103 odd'])
  })

  it('names the runs that wrote what is looked for', async () => {
    write(
      ['r1', 'r2', 'r1', 'r3'].map((runId, i) => ({ message: i === 3 ? 'no' : 'yes', runId })),
      state,
    )
    expect(await read().runIdsOfLogs('yes', 10)).toEqual(['r1', 'r2'])
  })
})

describe('the index of words', () => {
  it('fills by itself', async () => {
    write([{ message: 'hello' }], 'none')
    const db = new Database(temp.path)
    try {
      await expect.poll(() => db.prepare('SELECT upto FROM word_indexes').raw().all()).toEqual([[1]])
    } finally {
      db.close()
    }
  })

  it('loses the words of lines that are gone, and knows those that come after all had gone', async () => {
    const file = write([{ message: 'old' }, { message: 'older' }])
    temp.now += 2 * 86_400_000
    file.prune()
    expect(await find('old')).toEqual(['older', 'old'])
    temp.now += 2 * 86_400_000
    file.prune()
    expect(await find('old')).toEqual([])
    file.write([log({ message: 'new' })])
    while (file.index());
    expect(await find('new')).toEqual(['new'])
  })

  it('finds on while lines are deleted and the file is full', { timeout: 60_000 }, async () => {
    const maxBytes = 2 * 1024 * 1024
    const file = open({ maxBytes })
    let largest = 0
    for (let batch = 0; batch < 40; batch++) {
      const message = (i: number) => `batch${batch} ${'filler '.repeat(20)} ${i}`
      file.write(Array.from({ length: 500 }, (_, i) => log({ message: message(i) })))
      for (let hasMore = true; hasMore; ) {
        hasMore = file.index()
        largest = Math.max(largest, sizeOf(temp.path) + sizeOf(`${temp.path}-wal`))
      }
    }
    expect(largest).toBeLessThanOrEqual(maxBytes)
    expect(await find('batch39', { limit: 1000 })).toHaveLength(500)
    expect(await find('batch0')).toEqual([])
    expect(temp.warnings).toEqual([])
    const db = new Database(temp.path)
    const parts = db.prepare('SELECT count(*) FROM word_indexes').raw().get() as [number]
    db.close()
    expect(parts[0]).toBeGreaterThan(1)
    expect(parts[0]).toBeLessThan(40)
  })
})
