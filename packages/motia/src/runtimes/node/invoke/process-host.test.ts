// biome-ignore-all lint/suspicious/noConsole: what a step prints is what is tested here
import { logger, motia } from '@motia/core'
import { currentHost, setHost } from '@motia/core/ambient'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { currentAttempt } from './attempt.ts'
import { createFakeWorld, type FakeWorld, openAttempt } from './fixtures/fake-world.ts'
import type { LogLine } from './printing.ts'
import { installHost } from './process-host.ts'

interface Seen extends LogLine {
  readonly runId: string | undefined
}

const METHODS = ['log', 'info', 'debug', 'warn', 'error', 'trace'] as const
let world: FakeWorld
let seen: Seen[]
let passed: string[]
let restore: () => void

beforeEach(() => {
  const methods = METHODS.map((method) => [method, console[method]] as const)
  const writes = [process.stdout.write, process.stderr.write] as const
  const ambient = globalThis.motia
  restore = () => {
    for (const [method, print] of methods) console[method] = print
    process.stdout.write = writes[0]
    process.stderr.write = writes[1]
    globalThis.motia = ambient
    setHost(undefined)
  }
  passed = []
  const pass = (chunk: string | Uint8Array) => {
    passed.push(String(chunk))
    return true
  }
  process.stdout.write = pass
  process.stderr.write = pass
  world = createFakeWorld()
  world.targets.replace({ send: ['send'] }, false)
  seen = []
  installHost(world, (line, attempt) => seen.push({ ...line, runId: attempt?.facts.runId }))
})
afterEach(() => restore())

const inRun = <T>(runId: string, code: () => T) => currentAttempt.run(openAttempt(world, { runId }), code)
const messages = () => seen.map(({ message }) => message)

describe('the ambient motia', () => {
  it('stages within a run, and goes out at once outside of one', async () => {
    const attempt = openAttempt(world)
    await currentAttempt.run(attempt, () => globalThis.motia.trigger('send', 1))
    expect(attempt.effects().triggers).toHaveLength(1)
    await motia.trigger('send', 2)
    expect(world.sent).toMatchObject([{ request: { payload: '2' }, ordinal: 0 }])
  })

  it('calls for the run whose code it is', async () => {
    world.results.set('send', { runId: 'x', ok: true, result: '1' })
    expect(await inRun('r7', () => motia.call('send'))).toBe(1)
    expect(world.sent[0]?.from?.runId).toBe('r7')
  })

  it('warns within the run that it is about', async () => {
    const attempt = openAttempt(world, { runId: 'r8' })
    attempt.phase = 'succeeded'
    await currentAttempt.run(attempt, () => motia.trigger('send'))
    expect(seen).toMatchObject([{ level: 'warn', source: 'logger', runId: 'r8' }])
  })
})

describe('printing', () => {
  it('is a line of its level, worded as Node words it', () => {
    inRun('r1', () => {
      console.log('📧 %s님(%d)', '홍길동', 3, { a: [1] })
      console.info(1, undefined)
      console.debug('d')
      console.warn('w')
      console.error(new Error('boom').message)
    })
    expect(seen.map(({ level, message, source, runId }) => [level, message, source, runId])).toEqual([
      ['info', '📧 홍길동님(3) { a: [ 1 ] }', 'print', 'r1'],
      ['info', '1 undefined', 'print', 'r1'],
      ['debug', 'd', 'print', 'r1'],
      ['warn', 'w', 'print', 'r1'],
      ['error', 'boom', 'print', 'r1'],
    ])
  })

  it('of a trace says where it was', () => {
    console.trace('here')
    expect(seen[0]).toMatchObject({
      level: 'debug',
      message: expect.stringMatching(/^Trace: here\n.*process-host/s),
    })
  })

  it('never mixes runs that go on at the same time', async () => {
    const run = async (runId: string) => {
      for (let i = 0; i < 20; i++) {
        console.log(`${runId} ${i}`)
        process.stdout.write(`${runId} `)
        await new Promise(setImmediate)
        process.stdout.write(`half ${i}\n`)
        logger.info(`${runId} logged`, { i })
      }
    }
    await Promise.all(['a', 'b', 'c'].map((runId) => inRun(runId, () => run(runId))))
    for (const runId of ['a', 'b', 'c']) {
      const own = seen.filter((line) => line.runId === runId)
      expect(own).toHaveLength(60)
      for (const { message } of own) expect(message.startsWith(`${runId} `)).toBe(true)
    }
    expect(passed).toEqual([])
  })

  it('outside of any run is captured from console, and passes through as raw bytes', () => {
    console.log('loading')
    process.stdout.write('raw\n')
    process.stderr.write('bad\n')
    expect(seen).toMatchObject([{ message: 'loading', runId: undefined }])
    expect(passed).toEqual(['raw\n', 'bad\n'])
  })
})

describe('writing to stdout and stderr within a run', () => {
  it('becomes whole lines, stderr as errors', () => {
    inRun('r1', () => {
      process.stdout.write('one\ntw')
      process.stdout.write('o\n\n')
      process.stderr.write('bad\n')
    })
    expect(messages()).toEqual(['one', 'two', '', 'bad'])
    expect(seen.map(({ level }) => level)).toEqual(['info', 'info', 'info', 'error'])
  })

  it('keeps a character whole that is cut between two writes', () => {
    const bytes = Buffer.from('홍길동\n')
    inRun('r1', () => {
      for (const byte of bytes) process.stdout.write(Buffer.of(byte))
    })
    expect(messages()).toEqual(['홍길동'])
  })

  it('loses no line that never ends', async () => {
    inRun('r1', () => process.stdout.write('progress 50%'))
    await vi.waitFor(() => expect(messages()).toEqual(['progress 50%']))
    expect(seen[0]?.runId).toBe('r1')
  })

  it('tells whoever waits for the write', async () => {
    await new Promise<void>((resolve) => inRun('r1', () => process.stdout.write('x\n', () => resolve())))
    await new Promise<void>((resolve) =>
      inRun('r1', () => process.stdout.write('y\n', 'utf8', () => resolve())),
    )
    expect(messages()).toEqual(['x', 'y'])
  })

  it('decodes text of another encoding', () => {
    inRun('r1', () => process.stdout.write('aGk=', 'base64'))
    inRun('r1', () => process.stdout.write('\n'))
    expect(messages()).not.toContain('aGk=')
  })
})

describe('the logger', () => {
  it('belongs to the run that logs, wherever its code is', async () => {
    await Promise.all(
      ['a', 'b'].map((runId) =>
        inRun(runId, async () => {
          await new Promise(setImmediate)
          logger.info('생성 시작', { email: 'hong@example.com' })
        }),
      ),
    )
    expect(seen.map(({ runId }) => runId)).toEqual(['a', 'b'])
    expect(seen[0]).toMatchObject({
      level: 'info',
      message: '생성 시작',
      fields: { email: 'hong@example.com' },
      source: 'logger',
    })
  })

  it('takes a snapshot: what changes later does not show', () => {
    const fields = { list: [1] }
    logger.info('x', fields)
    fields.list.push(2)
    expect(seen[0]?.fields).toEqual({ list: [1] })
  })

  it('words what JSON cannot carry, and never throws at a step', () => {
    const circle: Record<string, unknown> = { n: 1n, f: () => 1, s: Symbol('s'), nothing: undefined }
    circle.self = circle
    circle.twice = [circle.n, { again: circle }]
    logger.info('odd', { circle })
    expect(seen[0]?.fields).toMatchObject({
      circle: { n: '1', s: 'Symbol(s)', self: '[cycle]', twice: ['1', { again: '[cycle]' }] },
    })
    const throwing = {
      get a() {
        throw new Error('no')
      },
    }
    logger.info('throws', throwing)
    logger.info('throws', {
      toJSON() {
        throw new Error('no')
      },
    })
    expect(messages()).toEqual(['odd', 'throws', 'throws'])
  })

  it('takes an error for fields, as itself or among them', () => {
    logger.error('failed', new TypeError('no'))
    logger.error('failed', { error: new RangeError('far') })
    expect(seen[0]?.fields).toMatchObject({ name: 'TypeError', message: 'no' })
    expect(seen[1]?.fields).toMatchObject({ error: { name: 'RangeError', message: 'far' } })
  })

  it('takes what JavaScript passes instead of a message and fields', () => {
    const loose = logger.info as (...args: unknown[]) => void
    loose({ a: 1 })
    loose('text', 'more')
    loose('nothing', null)
    loose(Object.create(null))
    expect(messages()).toEqual(['{ a: 1 }', 'text', 'nothing', '[Object: null prototype] {}'])
    expect(seen[1]?.fields).toEqual({ value: 'more' })
    expect(seen[2]).not.toHaveProperty('fields')
  })

  it('is the one that contexts have', () => {
    currentHost().logger.warn('same')
    expect(messages()).toEqual(['same'])
  })
})
