/** What a sensible user takes for granted: crashes, loops, exits, busy ports, no network. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WireProblems } from '../../packages/motia/src/workbench/wire/app.ts'
import { findTree, isAlive, kill } from '../chaos/processes.ts'
import { createProject, type Project } from './harness/project.ts'
import { request, type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('robust')
  server = await startServer(project)
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

const log = () => (project.read('payments.log') ?? '').split('\n')
const order = (n: number) => server.request('POST', '/orders', { n })

/** SIGKILL to the app at once, so that it finishes nothing, and to the supervisor; then a new one. */
async function crash({ apps, workers } = findTree(server.pid)): Promise<void> {
  kill(apps)
  await server.kill()
  await waitFor('its children to end', () => ![...apps, ...workers].some(isAlive))
  server = await startServer(project)
}

describe('a killed server', () => {
  it('S86: runs again what was under way, and its effects happen once', async () => {
    expect((await order(1)).status).toBe(200)
    await waitFor('the payment to begin', () => log().includes('begun 1'))
    await crash()
    const [accepted] = await server.workbench.runs({ step: 'pay-slowly' })
    const { run } = await server.workbench.ended(accepted?.runId as string)
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: { paid: 1, attempt: 1 } })
    expect(log().filter((line) => line === 'begun 1')).toHaveLength(2)
    expect((await server.workbench.result('read-paid', { n: 1 })).run.result).toBe(1)
  })

  it('S151: loses nothing that it had answered for, at whatever moment it ends', async () => {
    const accepted: number[] = []
    for (const round of [1, 2, 3]) {
      const tree = findTree(server.pid)
      const answers = Array.from({ length: 60 }, (_, i) => order(100 * round + i).catch(() => undefined))
      await answers[15 * round] // while others are being answered
      await crash(tree)
      for (const answer of await Promise.all(answers))
        if (answer?.status === 200) accepted.push(answer.body.accepted)
    }
    expect(accepted.length).toBeGreaterThan(0)
    const runs = await waitFor('all to end', async () => {
      const all = await server.workbench.runs({ step: 'pay-slowly' })
      return all.every(({ status }) => status === 'succeeded') && all
    })
    const details = await Promise.all(runs.map(({ runId }) => server.workbench.run(runId)))
    const paid = details.map(({ run }) => (run.input as { n: number }).n)
    expect(new Set(paid).size).toBe(paid.length)
    expect(accepted.filter((n) => !paid.includes(n))).toEqual([])
  })
})

describe('a step that takes its process with it', () => {
  it('S153: in a background step fails that run alone', async () => {
    const bystanders = await Promise.all([1, 2, 3].map((n) => server.workbench.trigger('bystander', { n })))
    const { run } = await server.workbench.result('exit-run')
    expect(run).toMatchObject({ status: 'quarantined', error: expect.stringContaining('exit') })
    expect(log().filter((line) => line === 'exiting').length).toBeGreaterThanOrEqual(3)
    for (const [i, { runs }] of bystanders.entries()) {
      const ended = await server.workbench.ended(runs[0]?.runId as string)
      expect(ended.run).toMatchObject({ status: 'succeeded', result: i + 1, attemptsUsed: 1 })
    }
    expect((await server.request('GET', '/ping')).status).toBe(200)
  })

  it('S153: in an api step the server is back within a second, and what it had accepted happens', async () => {
    const before = (await server.workbench.runs({ step: 'pay-slowly' })).length
    const tookMs: number[] = []
    for (let n = 500; n < 503; n++) {
      expect((await order(n)).status).toBe(200)
      await expect(server.request('POST', '/exit')).rejects.toThrow()
      const goneAt = performance.now()
      await waitFor('an answer', async () => (await server.request('GET', '/ping')).status === 200)
      tookMs.push(performance.now() - goneAt)
      await waitFor('a spare app', () => findTree(server.pid).apps.length >= 1)
    }
    expect(Math.min(...tookMs)).toBeLessThan(1000)
    const runs = await waitFor('the runs to end', async () => {
      const all = await server.workbench.runs({ step: 'pay-slowly' })
      return all.every(({ status }) => status === 'succeeded') && all
    })
    expect(runs).toHaveLength(before + 3)
  })
})

describe('an exception that nobody catches', () => {
  it('is shown with its line, though the server is back already', async () => {
    expect((await server.request('POST', '/throw-late')).status).toBe(200)
    const crash = await waitFor('the crash', async () => {
      const { app, crash } = await server.workbench.get<WireProblems>('/api/v1/problems')
      return app.state === 'ready' && crash?.failure && crash
    })
    expect(crash).toMatchObject({
      failure: { name: 'TypeError', message: 'order 7 is gone' },
      frames: [{ file: 'motia/steps/throw-late.ts', line: 5 }, { file: 'motia/steps/throw-late.ts' }],
    })
  })
})

describe('a step that never ends', () => {
  it('S152: in the background blocks no request and no other run, and is cut off at its deadline', async () => {
    const { runs } = await server.workbench.trigger('spin')
    await waitFor('it to spin', () => log().includes('spinning'))
    const bystander = server.workbench.result('bystander', { n: 9 })
    const spinning = async () =>
      (await server.workbench.run(runs[0]?.runId as string)).run.status === 'running'
    const tookMs: number[] = []
    while (await spinning()) tookMs.push((await server.request('GET', '/ping')).tookMs)
    expect(tookMs.length).toBeGreaterThan(5)
    expect(tookMs.sort((a, b) => a - b)[Math.floor(tookMs.length / 2)]).toBeLessThan(100)
    const { run } = await server.workbench.ended(runs[0]?.runId as string)
    expect(run).toMatchObject({ status: 'failed', reason: 'timeout' })
    expect((await bystander).run).toMatchObject({ status: 'succeeded', result: 9, attemptsUsed: 1 })
  })

  it('S152: in an api step is noticed, and the process replaced', async () => {
    const hanging = expect(server.request('POST', '/stuck')).rejects.toThrow()
    const [app] = findTree(server.pid).apps
    await waitFor(
      'another app',
      async () => {
        const answer = await request(`${server.url}/ping`, 'GET')
        return answer.status === 200 && !findTree(server.pid).apps.includes(app as number)
      },
      30_000,
    )
    await hanging
    await server.prints(/stalled|stuck|blocked|event loop/i)
  }, 40_000)
})

describe('many requests at once', () => {
  it('S154: are answered, 99 of 100 within a tenth of a second', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 100 })
    const rounds: number[][] = []
    for (let round = 0; round < 12; round++) {
      rounds.push(
        await Promise.all(Array.from({ length: 100 }, () => timeRequest(`${server.url}/ping`, agent))),
      )
    }
    agent.destroy()
    // The later half: the first requests of a process are compiled while they run.
    const p99s = rounds.slice(6).map((round) => round.sort((a, b) => a - b)[98] as number)
    expect(p99s.sort((a, b) => a - b)[3]).toBeLessThan(100)
  })
})

describe('two projects at once', () => {
  let other: Project
  const running: Server[] = []
  beforeAll(async () => {
    other = await createProject('other')
    other.write('motia/steps/whoami.ts', WHOAMI)
  })
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop()
  })
  afterAll(() => other.dispose())

  const busy = () => ({
    PORT: new URL(server.url).port,
    MOTIA_WORKBENCH_PORT: new URL(server.workbench.url).port,
  })

  it('S156: in development the second takes the next ports, and says which', async () => {
    const second = await startServer(other, { env: busy() })
    running.push(second)
    expect([second.url, second.workbench.url]).not.toContain(server.url)
    expect(second.workbench.url).not.toBe(server.workbench.url)
    expect((await second.request('GET', '/whoami')).body).toEqual({ project: 'other' })
    expect((await server.request('GET', '/whoami')).status).toBe(404)
    await second.prints(new RegExp(`port ${busy().PORT} .*${second.url}`))
  })

  it('S156: in production the second says which port is busy, and ends', async () => {
    const ran = await other.run('env', `PORT=${busy().PORT}`, process.execPath, other.bin, 'start')
    expect(ran.exitCode).toBe(1)
    expect(ran.stderr).toContain(`port ${busy().PORT} is in use`)
    expect(ran.stderr).not.toMatch(/\n\s+at /)
  })

  it('one project runs once: a second start is refused', async () => {
    const ran = await project.motia('dev', '--port', '0')
    expect(ran.exitCode).toBe(1)
    expect(ran.stderr).toContain('already runs in')
  })

  it('S157: connects to nothing outside the machine', async () => {
    const file = join(dirname(other.folder), 'connections.txt')
    const under = [
      'strace',
      '-f',
      '-qq',
      '-e',
      'trace=connect,sendto,sendmmsg',
      '-e',
      'signal=none',
      '-o',
      file,
    ]
    const second = await startServer(other, { under })
    expect((await second.request('GET', '/whoami')).status).toBe(200)
    expect((await second.workbench.result('note')).run.status).toBe('succeeded')
    process.kill(second.pid, 'SIGTERM')
    await second.stop()
    const calls = readFileSync(file, 'utf8').split('\n').filter(Boolean)
    expect(calls.join('\n')).toContain('control.sock') // it does see connections
    const outside = calls.filter((line) => /AF_INET|sendmmsg/.test(line) && !/127\.0\.0\.1|"::1"/.test(line))
    expect(outside).toEqual([])
  })

  it('S8: starts without Python', async () => {
    const path = join(dirname(other.folder), 'node-only')
    mkdirSync(path)
    symlinkSync(process.execPath, join(path, 'node'))
    const second = await startServer(other, { env: { PATH: path } })
    running.push(second)
    expect((await second.request('GET', '/whoami')).status).toBe(200)
    expect(second.output()).not.toMatch(/python|error/i)
  })
})

const WHOAMI = `import { api, event } from '@motia/core';
export const whoami = api({ id: 'whoami', method: 'GET', path: '/whoami' }, () => ({ project: 'other' }));
export const note = event({ id: 'note' }, () => 'noted');
`

/** Milliseconds until the whole answer is there. */
function timeRequest(url: string, agent: Agent): Promise<number> {
  const beganAt = performance.now()
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { agent }, (response) => {
      response.resume().once('end', () => resolve(performance.now() - beganAt))
    })
    sent.once('error', reject).end()
  })
}
