import type { AttemptEvent, LogEvent, RequestEvent, TelemetryEvent } from '@motia/core/events'
import { describe, expect, it } from 'vitest'
import { firstUserFrame } from './frames.ts'
import { wantsColor } from './ink.ts'
import { clip, widthOf } from './terminal-text.ts'
import { formatEvent, formatJson, formatTime } from './words.ts'

const AT = new Date(2026, 0, 2, 3, 4, 5, 6).getTime()
const plain = (event: TelemetryEvent, verbose = false) => formatEvent(event, { color: false, verbose })

function attempt(more: Partial<AttemptEvent>): AttemptEvent {
  return {
    type: 'attempt',
    at: AT,
    runId: '0000000000000000000000000000run1',
    traceId: '000000000000000000000000trace001',
    parentRunId: null,
    stepId: 'send-email',
    attempt: 1,
    startedAt: AT - 2010,
    durationMs: 2010,
    waitedMs: 1,
    queuedAt: AT - 2011,
    status: 'succeeded',
    ...more,
  }
}

function log(more: Partial<LogEvent>): LogEvent {
  return { type: 'log', at: AT, level: 'info', message: 'hello', source: 'logger', ...more }
}

function request(more: Partial<RequestEvent>): RequestEvent {
  return {
    type: 'request',
    at: AT,
    runId: 'r',
    traceId: '000000000000000000000000trace001',
    stepId: 'create-user',
    method: 'POST',
    path: '/users',
    status: 200,
    startedAt: AT - 12,
    durationMs: 12,
    ...more,
  }
}

const failure = {
  name: 'Error',
  message: '결제 실패',
  stack:
    'Error: 결제 실패\n    at f (node:internal/x:1:1)\n    at pay (/app/motia/steps/pay.ts:12:9)\n    at g (/app/node_modules/x/i.js:1:1)',
}

describe('runs in words', () => {
  it('tells time, mark, step, duration and trace of a success', () => {
    expect(plain(attempt({}))).toBe('03:04:05.006 ✓ send-email 2.01 s · trace001')
  })

  it('tells the attempt, when the next one is, the message and the place of a failure', () => {
    const event = attempt({
      status: 'scheduled',
      reason: 'error',
      failure,
      dueAt: AT + 1500,
      durationMs: 120,
    })
    expect(formatEvent(event, { color: false, attemptsOf: () => 4 })).toBe(
      [
        '03:04:05.006 ↻ send-email failed after 120 ms, attempt 1/4, retry in 1.5 s · trace001',
        '               Error: 결제 실패',
        '               at /app/motia/steps/pay.ts:12:9',
      ].join('\n'),
    )
  })

  it('tells the last failure from one that is tried again', () => {
    expect(plain(attempt({ status: 'failed', reason: 'timeout', attempt: 4, failure }))).toContain(
      '✗ send-email timed out after 2.01 s (attempt 4)',
    )
    const once = { color: false, attemptsOf: () => 1 }
    expect(formatEvent(attempt({ status: 'failed', reason: 'error' }), once)).toBe(
      '03:04:05.006 ✗ send-email failed after 2.01 s · trace001',
    )
  })

  it('names what is invalid, path by path', () => {
    const invalid = {
      name: 'ValidationError',
      message: 'no match',
      issues: [{ path: 'items.0.quantity', message: 'too small' }],
    }
    expect(plain(attempt({ status: 'failed', reason: 'validation', failure: invalid }))).toContain(
      '\n               items.0.quantity: too small',
    )
  })

  it('tells that a worker was lost', () => {
    expect(plain(attempt({ status: 'lost' }))).toContain('lost its worker')
  })

  it('tells that state changed under an attempt', () => {
    expect(plain(attempt({ status: 'conflict' }))).toContain('read state that changed')
  })
})

describe('requests in words', () => {
  it('tells method, path, status, duration, step and trace', () => {
    expect(plain(request({}))).toBe('03:04:05.006 ✓ POST /users 200 12 ms create-user · trace001')
    expect(plain(request({ status: 404 }))).toContain('! POST /users 404')
    expect(plain(request({ status: 500, failure }))).toContain('at /app/motia/steps/pay.ts:12:9')
  })
})

describe('log lines', () => {
  it('tell level, step, run, message and fields', () => {
    const event = log({
      stepId: 'send-email',
      runId: '0000000000000000000000000000run1',
      message: '이메일 전송 중 😀',
      fields: {
        userId: 'u1',
        n: 3,
        text: 'two words',
        user: { name: '홍', tags: ['a'] },
        empty: '',
        zip: '0123',
        gone: undefined,
      },
    })
    expect(plain(event)).toBe(
      '03:04:05.006 info  send-email 0000run1 이메일 전송 중 😀 userId=u1 n=3 text="two words" user={ name: "홍", tags: ["a"] } empty="" zip="0123"',
    )
  })

  it('keep several lines, none of which can pass for another entry', () => {
    expect(plain(log({ message: 'a\n03:04:05.006 ✓ forged 1 ms\n' }))).toBe(
      '03:04:05.006 info  a\n             │ 03:04:05.006 ✓ forged 1 ms',
    )
  })

  it('show controls instead of obeying them', () => {
    const text = plain(
      log({
        message: 'a\u001b[2J\u001b]0;title\u0007b\rc\u0000d\u009be\u202ef',
        stepId: 'x\n\u001b[A',
        fields: { 'k\n\u001b[1A': '\u001b[31mred\n', 'b\u202e': { '\u001b': 1 } },
      }),
    )
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
    expect(text).toContain('a\\u001b[2J\\u001b]0;title\\u0007b\\rc\\u0000d\\u009be\\u202ef')
  })

  it('lose the colours that a library gave them', () => {
    expect(plain(log({ message: '\u001b[1;31mred\u001b[0m' }))).toBe('03:04:05.006 info  red')
  })

  it('hide secrets', () => {
    expect(plain(log({ fields: { password: 'hunter2' } }))).toContain('password="[redacted]"')
  })

  it('of level debug show when asked for', () => {
    expect(plain(log({ level: 'debug' }))).toBeUndefined()
    expect(plain(log({ level: 'debug' }), true)).toContain('debug hello')
  })

  it('fit the terminal, unless there is none', () => {
    const fields = { text: '한'.repeat(500) }
    const cut = formatEvent(log({ fields }), { color: false, width: 80 }) as string
    expect(widthOf(cut)).toBeLessThan(80 * 4)
    expect(cut).toMatch(/…$/)
    expect(plain(log({ fields }))).toContain('한'.repeat(500))
  })
})

describe('system events in words', () => {
  it('tell the address, what was found and what is to correct', () => {
    const text = plain({
      type: 'app-ready',
      at: AT,
      url: 'http://localhost:3001',
      tookMs: 640,
      steps: [],
      mistakes: [
        { file: 'motia/steps/a.ts', line: 3, message: 'schedule "x" is none', hint: 'Use five fields.' },
      ],
    })
    expect(text).toBe(
      [
        '03:04:05.006 ✓ ready on http://localhost:3001 · 0 steps in 640 ms',
        '             ✗ motia/steps/a.ts:3 schedule "x" is none',
        '             Use five fields.',
      ].join('\n'),
    )
  })

  it('name the missing step and the nearest one', () => {
    const event: TelemetryEvent = {
      type: 'unrouted',
      at: AT,
      target: 'send-mail',
      nearest: 'send-email',
      traceId: 't',
    }
    expect(plain(event)).toBe(
      '03:04:05.006 ! no step has the id "send-mail" or subscribes to a topic of that name, did you mean "send-email"? · t',
    )
  })

  it('name the run that a cancelled one had waited for, shortly', () => {
    const cancelled = {
      type: 'cancelled',
      at: AT,
      runId: '01a22fb909d670068293e051edb88ceb',
      stepId: 'b',
    } as const
    expect(plain({ ...cancelled, reason: 'after:01a22fb909d670048c4967867f8379c2' })).toBe(
      '03:04:05.006 ⊘ b cancelled: waited for run 7f8379c2 · run edb88ceb',
    )
    expect(plain({ ...cancelled, reason: 'by hand' })).toContain('cancelled: by hand · run edb88ceb')
  })

  it('keep quiet about what is expected', () => {
    const ended = { type: 'worker-ended', at: AT, language: 'node', pid: 7, cause: 'SIGSEGV' } as const
    expect(plain({ ...ended, expected: true })).toBeUndefined()
    expect(plain({ ...ended, expected: true }, true)).toContain('node worker ended')
    expect(plain({ ...ended, expected: false })).toBe('03:04:05.006 ! node worker ended (pid 7): SIGSEGV')
    expect(plain({ type: 'counters', at: AT, processId: 'p', steps: [] }, true)).toBeUndefined()
  })
})

describe('formatJson', () => {
  it('is one line a program can read, without secrets', () => {
    const text = formatJson(log({ message: 'a\nb', fields: { token: 'hunter2' } }))
    expect(text).not.toContain('\n')
    expect(JSON.parse(text)).toMatchObject({ type: 'log', message: 'a\nb', fields: { token: '[redacted]' } })
  })
})

describe('the first frame of the project', () => {
  it.each([
    ['Error: x\n    at async file:///app/motia/a.ts:3:4', '/app/motia/a.ts:3:4'],
    ['Error: x\n    at Object.<anonymous> (C:\\app\\motia\\a.ts:3:4)', 'C:\\app\\motia\\a.ts:3:4'],
    [
      'Traceback (most recent call last):\n  File "/usr/lib/python3.11/asyncio/x.py", line 9, in run\n  File "motia/a.py", line 3, in f\n    g()\n  File "motia/b.py", line 5, in g\nValueError: x',
      'motia/b.py:5',
    ],
    ["motia/steps/a.rb:7:in 'call': x (RuntimeError)", 'motia/steps/a.rb:7'],
    ['Error: at dawn\nno frames', undefined],
  ])('of %j is %s', (stack, frame) => {
    expect(firstUserFrame(stack)).toBe(frame)
  })
})

it('cuts by columns, never within a character', () => {
  expect(clip('한글과 컴퓨터', 7)).toBe('한글과…')
  expect(clip('😀😀', 3)).toBe('😀…')
  expect(clip('abc', 3)).toBe('abc')
})

it('uses colours on terminals only, and not against NO_COLOR', () => {
  expect(wantsColor({}, true)).toBe(true)
  expect(wantsColor({}, false)).toBe(false)
  expect(wantsColor({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false)
  expect(wantsColor({ NO_COLOR: '' }, true)).toBe(true)
  expect(wantsColor({ FORCE_COLOR: '1' }, false)).toBe(true)
  expect(wantsColor({ TERM: 'dumb' }, true)).toBe(false)
  expect(formatEvent(attempt({}), { color: true })).toContain('\u001b[32m✓\u001b[39m')
  expect(formatTime(AT)).toBe('03:04:05.006')
})
