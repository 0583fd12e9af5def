import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { type ControlSocket, openControlSocket } from '../supervisor/control-socket.ts'
import type { Answer, Command } from '../wire/control.ts'
import { idOf, makeRanProject, NOW, newRun, type RanProject } from './fixtures/ran-project.ts'

let project: RanProject
let server: ControlSocket | undefined
let asked: Command[]
beforeAll(async () => {
  project = await makeRanProject(
    [
      { accepts: [newRun('a001', 'ship', { input: '{"n":1}', passes: true })] },
      { accepts: [newRun('a002', 'ship')] },
      {
        inline: {
          runId: idOf('a003'),
          stepId: 'api',
          traceId: idOf('1111'),
          input: '{}',
          startedAt: NOW,
          result: '1',
        },
      },
      { accepts: [newRun('a004', 'ship', { cancelled: 'no stock' })] },
    ],
    [],
  )
})
afterEach(() => {
  server?.close()
  server = undefined
})
afterAll(() => project.remove())

async function serve(value: unknown, failure?: object): Promise<void> {
  asked = []
  server = await openControlSocket(project.root, async (command) => {
    asked.push(command)
    return (failure ? { ok: false, failure } : { ok: true, value }) as Answer
  })
}

const receipt = (...digits: string[]) => ({
  id: idOf('0001'),
  traceId: idOf('77aa'),
  routed: digits.length > 0,
  topic: false,
  runs: digits.map((digit) => ({ runId: idOf(digit), stepId: 'ship' })),
})

describe('motia trigger', () => {
  it('hands target, payload and options to the app, and names the run', async () => {
    await serve(receipt('a002'))
    const io = await project.motia(`trigger ship '{"n": 1}' --delay 2s --key k`)
    expect(asked).toEqual([
      { name: 'trigger', target: 'ship', payload: '{"n": 1}', options: { delay: 2000, key: 'k' } },
    ])
    expect(io.output()).toBe(`✓ accepted ship · run ${idOf('a002')}\n  motia trace 000077aa\n`)
    expect(io.exitCode()).toBeUndefined()
  })

  it('reads the payload from stdin, and sends null when there is none', async () => {
    await serve(receipt('a002'))
    await project.motia('trigger ship -', { stdin: '["홍길동"]' })
    await project.motia('trigger ship')
    expect(asked.map((command) => 'payload' in command && command.payload)).toEqual(['["홍길동"]', 'null'])
  })

  it('waits for the end: the result alone is on stdout', async () => {
    await serve(receipt('a001'))
    const io = await project.motia('trigger ship --wait')
    expect(JSON.parse(io.output())).toEqual({ n: 1 })
    expect(io.errors()).toContain('ship succeeded')
    const json = await project.motia('trigger ship --wait --json')
    expect(JSON.parse(json.output()).runs).toMatchObject([{ status: 'succeeded', result: { n: 1 } }])
  })

  it('fails when a run that it waits for does not succeed, or takes too long', async () => {
    await serve(receipt('a004'))
    const io = await project.motia('trigger ship --wait')
    expect([io.exitCode(), io.output()]).toEqual([1, ''])
    expect(io.errors()).toContain('no stock')
    server?.close()
    await serve(receipt('a002'))
    const late = await project.motia('trigger ship --wait --timeout 60ms')
    expect([late.exitCode(), late.errors()]).toEqual([
      1,
      expect.stringContaining('1 of 1 runs had not ended after 60 ms'),
    ])
  })

  it('names the nearest step when none has the id', async () => {
    await serve({ ...receipt(), nearest: 'ship' })
    const io = await project.motia('trigger shipp')
    expect(io.errors()).toContain('no step has the id "shipp"')
    expect(io.errors()).toContain('did you mean "ship"?')
    expect(io.exitCode()).toBe(1)
  })

  it('shows where the payload is no JSON, and asks nobody: exit code 2', async () => {
    await serve(receipt('a002'))
    const io = await project.motia("trigger ship '{name: 1}'")
    expect(io.errors()).toBe(
      '✗ the payload is not JSON, at line 1, column 2: expected a name in double quotes\n  {name: 1}\n   ^\n',
    )
    expect([io.exitCode(), asked]).toEqual([2, []])
  })

  it('passes on what the app refuses, with the hint of the catalogue', async () => {
    await serve(undefined, { name: 'MotiaError', message: 'the app is stopping', code: 'MOTIA_STOPPING' })
    const io = await project.motia('trigger ship')
    expect(io.errors()).toBe('✗ the app is stopping\n  Try again in a moment.\n')
    expect(io.exitCode()).toBe(1)
  })

  it('needs a server', async () => {
    const io = await project.motia('trigger ship')
    expect(io.errors()).toContain(`no Motia server runs in ${project.root}`)
    expect(io.exitCode()).toBe(1)
  })
})

describe('motia cancel and redrive', () => {
  it('take a part of an id', async () => {
    await serve({ done: true })
    expect((await project.motia('cancel a002')).output()).toBe(`⊘ cancelled ${idOf('a002')}\n`)
    const io = await project.motia('redrive a004 --json')
    expect(JSON.parse(io.output())).toEqual({ runId: idOf('a004'), status: 'cancelled' })
    expect(asked).toEqual([
      { name: 'cancel', runId: idOf('a002') },
      { name: 'redrive', runId: idOf('a004') },
    ])
  })

  it('say why nothing was done', async () => {
    await serve({ done: false })
    const cancel = await project.motia('cancel a001')
    expect([cancel.exitCode(), cancel.errors()]).toEqual([
      1,
      `✗ run ${idOf('a001')} has ended already: it has succeeded\n`,
    ])
    const redrive = await project.motia('redrive a001')
    expect(redrive.errors()).toContain('has succeeded, so there is nothing to redrive')
    expect((await project.motia('cancel ffff')).errors()).toContain('there is no run "ffff"')
  })
})

describe('motia redrive of several runs', () => {
  it('queues each of them once, and says which cannot be', async () => {
    await serve({ done: true })
    const io = await project.motia('redrive a004 a002 a004')
    expect(io.output()).toBe(`✓ queued ${idOf('a004')}\n✓ queued ${idOf('a002')}\n`)
    expect(asked).toHaveLength(2)
    server?.close()
    await serve({ done: false })
    const refused = await project.motia('redrive a001 a003')
    expect(refused.errors()).toContain(`✗ run ${idOf('a001')} has succeeded\n`)
    expect(refused.errors()).toContain(`run ${idOf('a003')} has succeeded, so there is nothing to redrive`)
    expect(refused.exitCode()).toBe(1)
  })
})

describe('motia pause and resume', () => {
  it('hand the step to the app, and say whether anything changed', async () => {
    await serve({ done: true })
    expect((await project.motia('pause ship')).output()).toBe('⏸ paused ship\n  motia resume ship\n')
    expect((await project.motia('resume ship --json')).output()).toBe('{"stepId":"ship","done":true}\n')
    expect(asked).toEqual([
      { name: 'pause', stepId: 'ship' },
      { name: 'resume', stepId: 'ship' },
    ])
    server?.close()
    await serve({ done: false })
    expect((await project.motia('pause ship')).output()).toBe(
      '⏸ was paused already: ship\n  motia resume ship\n',
    )
    expect((await project.motia('resume ship')).output()).toBe('▶ was not paused: ship\n')
  })

  it('list what is paused when no step is named', async () => {
    const paused = await makeRanProject([], [])
    expect((await paused.motia('pause')).output()).toBe('No step is paused.\n')
    const store = createSqliteStore({ path: join(paused.root, '.motia/motia.db') })
    await store.open()
    await store.pauses.put('ship', NOW)
    await store.close()
    expect((await paused.motia('pause')).output()).toBe('ship\n')
    expect((await paused.motia('pause --json')).output()).toBe('["ship"]\n')
    paused.remove()
  })

  it('pass on that there is no such step', async () => {
    await serve(undefined, { name: 'MotiaError', message: 'there is no step "x"', code: 'MOTIA_NO_STEP' })
    const io = await project.motia('pause x')
    expect([io.exitCode(), io.errors()]).toEqual([
      1,
      '✗ there is no step "x"\n  `motia steps` lists those that there are.\n',
    ])
  })
})

describe('a wrong configuration', () => {
  it('is listed with its places, without a stack', async () => {
    const broken = await makeRanProject([], [])
    writeFileSync(join(broken.root, 'motia.config.js'), 'module.exports = { development: { port: "many" } }')
    const io = await broken.motia('runs')
    expect(io.errors()).toContain('motia.config.js:1')
    expect(io.errors()).toContain('✗ the configuration has to be corrected first')
    expect(io.exitCode()).toBe(1)
    broken.remove()
  })
})
