import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TelemetryEvent } from '@motia/core/events'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { widthOf } from '../observability/terminal-text.ts'
import { createFakeIo } from './fixtures/fake-io.ts'
import { idOf, makeRanProject, NOW, newRun, type RanProject } from './fixtures/ran-project.ts'
import { runProgram } from './program.ts'

const SLOW_STEP = 'send-email'
const STACK = 'Error: boom\n    at pay (motia/steps/pay.ts:12:9)\n    at node:internal/x:1:1'
const log = (message: string, more: object): TelemetryEvent => ({
  type: 'log',
  at: NOW,
  level: 'info',
  message,
  source: 'logger',
  ...more,
})

let project: RanProject
beforeAll(async () => {
  project = await makeRanProject(
    [
      {
        inline: {
          runId: idOf('a001'),
          stepId: 'create-user',
          traceId: idOf('77aa'),
          input: '{}',
          startedAt: NOW - 12,
          result: '{}',
        },
        accepts: [
          newRun('a002', SLOW_STEP, { parentRunId: idOf('a001'), cause: 'trigger' }),
          newRun('a003', '결제-처리', { parentRunId: idOf('a001'), cause: 'trigger', passes: true }),
        ],
      },
      { accepts: [newRun('b004', SLOW_STEP, { traceId: idOf('88bb'), cancelled: 'its elder failed' })] },
    ],
    [
      {
        type: 'request',
        at: NOW,
        runId: idOf('a001'),
        traceId: idOf('77aa'),
        stepId: 'create-user',
        method: 'POST',
        path: '/users',
        status: 201,
        startedAt: NOW - 12,
        durationMs: 12,
      },
      {
        type: 'request',
        at: NOW,
        runId: idOf('c005'),
        traceId: idOf('99cc'),
        stepId: 'pay',
        method: 'GET',
        path: '/pay',
        status: 500,
        startedAt: NOW,
        durationMs: 3,
        failure: { name: 'Error', message: 'boom', stack: STACK },
      },
      log('창고에서 보냄', { stepId: SLOW_STEP, runId: idOf('a002'), traceId: idOf('77aa') }),
      log('paying', { stepId: 'pay', level: 'error', runId: idOf('c005'), traceId: idOf('99cc') }),
    ],
  )
})
afterAll(() => project.remove())

describe('motia runs', () => {
  it('lists them newest first, in a table that fits', async () => {
    const io = await project.motia('runs')
    const lines = io.output().trimEnd().split('\n')
    expect(lines.map((line) => line.split(/\s+/).slice(0, 3).join(' '))).toEqual([
      'run step status',
      '0000b004 send-email cancelled',
      '0000a003 결제-처리 succeeded',
      '0000a002 send-email queued',
      '0000a001 create-user succeeded',
    ])
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80)
    expect(io.exitCode()).toBeUndefined()
  })

  it('gives one JSON document, filtered', async () => {
    const io = await project.motia('runs --json --step send-email --status queued')
    expect(JSON.parse(io.output())).toMatchObject([{ runId: idOf('a002'), status: 'queued' }])
    const none = await project.motia('runs --json --trace 88bb --status failed')
    expect(JSON.parse(none.output())).toEqual([])
  })

  it('works from a folder within the project', async () => {
    mkdirSync(join(project.root, 'motia/steps'), { recursive: true })
    const io = await project.motia('runs -n 1', { cwd: join(project.root, 'motia/steps') })
    expect(io.output()).toContain('0000b004')
  })

  it.each([
    ['runs --status broken', 'there is no status "broken"'],
    ['runs --limit none', 'It has to be a whole number from 1'],
    ['runs --nonsense', 'unknown option'],
    ['logz', 'Did you mean logs?'],
    ['trace', "✗ missing required argument 'id'\n  motia trace --help"],
    ['state set', "✗ missing required argument 'group'\n  motia state set --help"],
  ])('%s is wrong use: exit code 2', async (args, words) => {
    const io = await project.motia(args)
    expect(io.errors()).toContain(words)
    expect(io.exitCode()).toBe(2)
  })
})

describe('motia trace', () => {
  it.each(['77aa', idOf('77aa'), '0000a002'])('draws the tree of %s', async (id) => {
    const io = await project.motia(`trace ${id}`)
    const lines = io.output().trimEnd().split('\n')
    expect(lines[0]).toBe(`trace ${idOf('77aa')} · 3 runs`)
    expect(lines[1]).toContain('✓ create-user POST /users 201 12 ms')
    expect(lines.slice(2).map((line) => line.slice(0, 10))).toEqual(['├─ · send-', '└─ ✓ 결제-처리'])
  })

  it('finds a request that left nothing in the store, and shows where it failed', async () => {
    const io = await project.motia('trace c005')
    expect(io.output()).toContain('✗ pay GET /pay 500 failed 3 ms')
    expect(io.output()).toContain('Error: boom\n  at motia/steps/pay.ts:12:9')
  })

  it('gives one JSON document', async () => {
    const io = await project.motia('trace 77aa --json')
    const { traceId, runs, spans } = JSON.parse(io.output())
    expect([traceId, runs.length, spans.length]).toEqual([idOf('77aa'), 3, 1])
  })

  it('says when nothing fits, several do, or it cannot be an id', async () => {
    const nothing = await project.motia('trace dddd')
    expect([nothing.errors(), nothing.exitCode()]).toEqual([
      '✗ there is no trace or run "dddd"\n  `motia runs` lists the latest.\n',
      1,
    ])
    const several = await project.motia('trace 0195')
    expect(several.errors()).toContain('"0195" fits 3 of them')
    expect(several.exitCode()).toBe(2)
    expect((await project.motia('trace xyz')).exitCode()).toBe(2)
  })
})

describe('following', () => {
  it('tells lines and ends of runs as they come, one JSON document a line', async () => {
    const followed = await makeRanProject([], [log('old', {})])
    const [logs, runs] = [createFakeIo({ cwd: followed.root }), createFakeIo({ cwd: followed.root })]
    void runProgram(['logs', '--follow', '--json', '--level', 'info'], logs) // goes on until its process ends
    void runProgram(['runs', '--follow', '--json'], runs)
    await vi.waitFor(() => expect(logs.output()).toContain('"old"'))
    await followed.record(
      [{ accepts: [newRun('d001', 'ship', { passes: true })] }],
      [log('new', {}), log('too little', { level: 'debug' })],
    )
    await vi.waitFor(() => expect(runs.output()).toContain(idOf('d001')), 5000)
    await vi.waitFor(() => expect(logs.output()).toContain('"new"'), 5000)
    const messages = logs.output().trim().split('\n')
    expect(messages.map((line) => JSON.parse(line).message)).toEqual(['old', 'new'])
    followed.remove()
  })
})

describe('motia logs', () => {
  it('shows lines oldest first', async () => {
    const lines = (await project.motia('logs')).output().trimEnd().split('\n')
    expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'info  send-email 0000a002 창고에서 보냄',
      'error pay 0000c005 paying',
    ])
  })

  it('gives one JSON document, filtered by run, level and words', async () => {
    const of = async (flags: string) =>
      JSON.parse((await project.motia(`logs --json ${flags}`)).output()).map(
        ({ message }: { message: string }) => message,
      )
    expect(await of('')).toEqual(['창고에서 보냄', 'paying'])
    expect(await of('--run a002')).toEqual(['창고에서 보냄'])
    expect(await of(`--run ${idOf('c005')}`)).toEqual(['paying'])
    expect(await of('--level warn')).toEqual(['paying'])
    expect(await of('--text 창고에서')).toEqual(['창고에서 보냄'])
    expect(await of('--limit 1')).toEqual(['paying'])
  })
})
