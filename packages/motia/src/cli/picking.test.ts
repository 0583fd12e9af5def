/** Picking runs by filters, to list them or to act on many; one run in detail; log lines by time and over restarts. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ControlSocket, openControlSocket } from '../supervisor/control-socket.ts'
import type { Answer, Command } from '../wire/control.ts'
import { createFakeIo } from './fixtures/fake-io.ts'
import { idOf, makeRanProject, NOW, newRun, type RanProject } from './fixtures/ran-project.ts'
import { runProgram } from './program.ts'

const failure = {
  name: 'CardError',
  message: 'declined by 은행',
  stack: 'CardError: declined\n    at pay (motia/steps/pay.ts:2:9)',
}
const line = (message: string, at: number, digits = 'a001') => ({
  ...({ type: 'log', level: 'info', source: 'logger', message, at } as const),
  ...{ stepId: 'pay', runId: idOf(digits), traceId: idOf('77aa') },
})

let project: RanProject
let server: ControlSocket | undefined
let asked: Command[]
beforeAll(async () => {
  project = await makeRanProject(
    [
      { accepts: [newRun('a001', 'pay', { input: '{"card":"4711","password":"geheim"}' })] },
      { now: NOW + 60_000, accepts: [newRun('a002', 'pay'), newRun('a003', 'ship', { passes: true })] },
      {
        now: NOW + 120_000,
        accepts: [newRun('b001', 'ship', { parentRunId: idOf('a001'), cancelled: 'pay failed' })],
      },
    ] as Parameters<typeof makeRanProject>[0],
    [
      line('charging', NOW - 60_000),
      line('declined', NOW),
      {
        ...({ type: 'attempt', at: NOW, runId: idOf('a001'), traceId: idOf('77aa'), stepId: 'pay' } as const),
        ...({ parentRunId: null, attempt: 1, status: 'failed', reason: 'error' } as const),
        ...{ startedAt: NOW, durationMs: 12, waitedMs: 1, queuedAt: NOW - 1, failure },
      },
    ] as Parameters<typeof makeRanProject>[1],
  )
  mkdirSync(join(project.root, 'motia/steps'), { recursive: true })
  writeFileSync(join(project.root, 'motia/steps/pay.ts'), 'one\n  two()\nthree\n')
})
afterEach(() => {
  server?.close()
  server = undefined
})
afterAll(() => project.remove())

async function serve(): Promise<void> {
  asked = []
  server = await openControlSocket(project.root, async (command) => {
    asked.push(command)
    return { ok: true, value: { done: true } } as Answer
  })
}

async function listed(flags: string): Promise<string[]> {
  const io = await project.motia(`runs --json ${flags}`)
  expect(io.errors()).toBe('')
  return JSON.parse(io.output()).map(({ runId }: { runId: string }) => runId.slice(-4))
}

describe('motia runs picks', () => {
  it.each([
    ['', ['b001', 'a003', 'a002', 'a001']],
    ['--step pay', ['a002', 'a001']],
    ['--step pay,ship --status queued,cancelled', ['b001', 'a002', 'a001']],
    [`--since ${new Date(NOW + 60_000).toISOString()}`, ['b001', 'a003', 'a002']],
    [`--until ${new Date(NOW + 60_000).toISOString()}`, ['a001']],
    ['--text 4711', ['a001']],
    ['--text declined', ['a001']],
    ['--text 4711 --step ship', []],
    ['--limit 2', ['b001', 'a003']],
    ['--trace a001', ['b001', 'a003', 'a002', 'a001']],
  ])('by %s', async (flags, expected) => {
    expect(await listed(flags)).toEqual(expected)
  })

  it('by the flow that the Workbench draws', async () => {
    writeFileSync(
      join(project.root, 'motia/steps/all.js'),
      `import { event } from '@motia/core'\nexport default event({ id: 'ship', flows: ['checkout'], handler() {} })\n`,
    )
    await serve()
    server?.close()
    server = await openControlSocket(project.root, async () => {
      const options = { flows: ['checkout'] }
      const step = { kind: 'event', id: 'ship', file: 'a.ts', language: 'node', exportName: 'default' }
      return { ok: true, value: { steps: [{ ...step, options, triggers: [] }] } } as Answer
    })
    expect(await listed('--flow checkout')).toEqual(['b001', 'a003'])
    const io = await project.motia('runs --flow chekout')
    expect(io.errors()).toContain('there is no flow "chekout"')
    expect(io.errors()).toContain('did you mean "checkout"?')
  })

  it('and gives whole ids and times where no terminal is', async () => {
    const io = await project.motia('runs --step pay', { isTTY: false })
    expect(io.output()).toContain(idOf('a001'))
    expect(io.output()).toContain(new Date(NOW).toISOString())
  })
})

describe('motia run', () => {
  it('shows what is known of it, without secrets, and the line at fault', async () => {
    const output = (await project.motia('run a001')).output()
    expect(output).toContain('pay queued')
    expect(output).toContain('"card":"4711"')
    expect(output).not.toContain('geheim')
    expect(output).toContain('charging')
    expect(output).toMatch(/led to\n.*\n0000b001 {2}ship/)
  })

  it('gives one JSON document', async () => {
    const { run, logs, children } = JSON.parse((await project.motia('run a001 --json')).output())
    expect(run).toMatchObject({ runId: idOf('a001'), input: { card: '4711' }, result: null })
    expect(logs.map(({ message }: { message: string }) => message)).toEqual(['charging', 'declined'])
    expect(children).toHaveLength(1)
  })

  it('says when there is none', async () => {
    for (const id of ['ffff', 'f'.repeat(32)]) {
      const io = await project.motia(`run ${id}`)
      expect([io.exitCode(), io.errors()]).toEqual([1, expect.stringContaining(`there is no run "${id}"`)])
    }
  })
})

describe('acting on many runs', () => {
  it('takes those of a filter that can be meant, oldest first, once it is confirmed', async () => {
    await serve()
    const io = await project.motia('cancel --step pay --yes')
    expect(io.output()).toBe(`⊘ cancelled ${idOf('a001')}\n⊘ cancelled ${idOf('a002')}\n`)
    expect(asked.map((command) => 'runId' in command && command.runId)).toEqual([idOf('a001'), idOf('a002')])
  })

  it('does nothing without --yes where nobody can be asked', async () => {
    await serve()
    const io = await project.motia('cancel --step pay')
    expect([io.exitCode(), io.errors()]).toEqual([
      2,
      '✗ this would cancel 2 runs\n  Add --yes to do it without being asked.\n',
    ])
    expect(asked).toEqual([])
  })

  it('redrives cancelled runs only if told so, and is called retry as well', async () => {
    await serve()
    expect((await project.motia('retry --step ship --yes')).output()).toBe('No runs to redrive.\n')
    const io = await project.motia('retry --step ship --status cancelled --yes --json')
    expect(JSON.parse(io.output())).toEqual({ runId: idOf('b001'), status: 'cancelled' })
  })

  it.each([
    ['cancel', 'name the runs to cancel'],
    ['cancel a001 --step pay', 'give either ids or a filter'],
    ['redrive --status broken', 'there is no status "broken"'],
    ['redrive --since soon', 'Give a time like 10m'],
  ])('%s is wrong use: exit code 2', async (args, words) => {
    const io = await project.motia(args)
    expect(io.errors()).toContain(words)
    expect(io.exitCode()).toBe(2)
  })
})

describe('motia logs', () => {
  it('picks lines by time', async () => {
    const since = new Date(NOW - 30_000).toISOString()
    expect((await project.motia(`logs --since ${since}`)).output()).toMatch(/^[^\n]*declined\n$/)
    expect((await project.motia(`logs --until ${since}`)).output()).toMatch(/^[^\n]*charging\n$/)
  })

  it('goes on when the file of what was seen is begun anew', async () => {
    const followed = await makeRanProject([], [line('one', NOW), line('two', NOW)])
    const io = createFakeIo({ cwd: followed.root })
    void runProgram(['logs', '--follow', '--json'], io) // goes on until its process ends
    await vi.waitFor(() => expect(io.output()).toContain('"two"'))
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(followed.root, `.motia/telemetry.db${end}`), { force: true })
    await followed.record([], [line('three', NOW)])
    await vi.waitFor(() => expect(io.output()).toContain('"three"'), 5000)
    followed.remove()
  })
})
