/** The same project in `dev` and in `start`, and what the command line says to programs. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Answer, type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project

beforeAll(async () => {
  project = await createProject('api')
})

afterAll(() => project?.dispose())

const REQUESTS: [method: string, path: string, body?: unknown][] = [
  ['POST', '/members', { name: '홍길동', email: 'hong@example.com', extra: 1 }],
  ['POST', '/members', { name: '홍', email: 'hong' }],
  ['POST', '/members', '{"broken'],
  ['GET', '/teams/a/members/7?tag=x&tag=y'],
  ['POST', '/echo', { any: [1, null, '홍'] }],
  ['PUT', '/orders', { items: [{ quantity: 0, price: 1 }], method: 'paypal' }],
  ...['nothing', 'text', 'list', 'data', 'number', 'envelope', 'response', 'http-error'].map(
    (kind): [string, string] => ['GET', `/answers/${kind}`],
  ),
  ['GET', '/refund'],
  ['GET', '/double/4'],
  ['GET', '/nowhere'],
  ['DELETE', '/members'],
]

async function ask(server: Server) {
  const answers: Answer[] = []
  for (const [method, path, body] of REQUESTS) answers.push(await server.request(method, path, body))
  return answers.map(({ status, headers, text }, i) => ({
    request: REQUESTS[i]?.slice(0, 2).join(' '),
    status,
    type: headers.get('content-type'),
    location: headers.get('location'),
    text: text.replace(/"id":"\w+"/, '"id":"…"'),
  }))
}

/** What a run became, by the command line, which is the same with and without the Workbench. */
async function trigger(target: string, payload: unknown) {
  const ran = await project.motia('trigger', target, JSON.stringify(payload), '--wait', '--json')
  const { routed, runs } = JSON.parse(ran.stdout)
  return { routed, exitCode: ran.exitCode, runs: runs.map(({ runId: _, ...run }: { runId: string }) => run) }
}

describe('a project', () => {
  it('S163: answers and runs in production as in development', async () => {
    const seen: Record<string, unknown>[] = []
    for (const command of ['dev', 'start'] as const) {
      if (command === 'start') expect((await project.run('npm', 'run', 'build')).exitCode).toBe(0)
      const server = await startServer(project, { command })
      onTestFinished(async () => void (await server.stop()))
      seen.push({
        answers: await ask(server),
        run: await trigger('note-answer', { kind: 'by hand' }),
        unrouted: (await project.motia('trigger', 'nobody')).exitCode,
      })
      expect(await server.stop()).toBe(0)
    }
    expect(seen[0]?.answers).toHaveLength(REQUESTS.length)
    expect(seen[0]).toMatchObject({
      run: { routed: true, exitCode: 0, runs: [{ status: 'succeeded', result: { kind: 'by hand' } }] },
      unrouted: 1,
    })
    expect(seen[1]).toEqual(seen[0])
  })

  it('S96: tells a client in production neither stack nor message of what it threw', async () => {
    const server = await startServer(project, { command: 'start' })
    onTestFinished(async () => void (await server.stop()))
    const answer = await server.request('GET', '/answers/error')
    expect(answer.status).toBe(500)
    expect(answer.body).toEqual({ error: 'Internal Server Error', traceId: expect.any(String) })
    const { stdout } = await waitFor('the trace', async () => {
      const ran = await project.motia('trace', answer.body.traceId)
      return ran.exitCode === 0 && ran
    })
    expect(stdout).toContain('GET /answers/error')
    await server.prints('secret words of the database')
    await server.stop()
  })

  it('S105: has no Workbench where the config says so, neither on its port nor behind the API’s', async () => {
    expect(project.read('motia.config.js')).toMatch(/production: {[^}]*workbench: {\s*enabled: false/)
    const port = await freePort()
    const env = { MOTIA_WORKBENCH_PORT: String(port) }
    const server = await startServer(project, { command: 'start', env })
    onTestFinished(async () => void (await server.stop()))
    expect(server.workbench.url).toBe('')
    for (const host of ['127.0.0.1', '[::1]'])
      await expect(fetch(`http://${host}:${port}/`)).rejects.toMatchObject({
        cause: { code: 'ECONNREFUSED' },
      })
    for (const path of ['/', '/api/v1/info', '/api/v1/runs', '/api/v1/state', '/api/v1/live'])
      expect([path, (await server.request('GET', path)).status]).toEqual([path, 404])
    const command = { target: 'note-answer', payload: { kind: 'x' } }
    expect((await server.request('POST', '/api/v1/commands/trigger', command)).status).toBe(404)
  })

  it('D13: takes what a flag says before a variable, and a variable before the config', async () => {
    const config = project.read('motia.config.js')
    expect(config).toContain("url: 'sqlite://./motia-dev.db'")
    const env = { DATABASE_URL: 'sqlite://./by-variable.db' }
    const byVariable = await startServer(project, { env })
    await byVariable.stop()
    expect(project.read('by-variable.db')).toContain('SQLite')
    const byFlag = await startServer(project, { env, args: ['--database', 'sqlite://./by-flag.db'] })
    await byFlag.stop()
    expect(project.read('by-flag.db')).toContain('SQLite')
  })
})

describe('the command line', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer(project)
    await server.request('GET', '/answers/list')
    await server.workbench.result('note-answer', { kind: 'x' })
  })
  afterAll(() => server?.stop())

  it('D22: writes one JSON document, and nothing in colour', async () => {
    for (const args of [['runs'], ['logs'], ['steps'], ['types']]) {
      const { exitCode, stdout } = await project.motia(...args, '--json')
      expect([args, exitCode, typeof JSON.parse(stdout)]).toEqual([args, 0, 'object'])
    }
    const { stdout } = await project.motia('runs')
    expect(stdout).toContain('note-answer')
    expect(stdout).not.toContain('\u001b')
  })

  it('D22: ends with 1 when it fails and 2 when it was used wrongly, and says why', async () => {
    const failing = [
      ['trace', 'ffffffff'],
      ['redrive', 'ffffffff'],
      ['trigger', 'nobody'],
    ]
    for (const args of failing) {
      const { exitCode, stderr } = await project.motia(...args)
      expect([args, exitCode]).toEqual([args, 1])
      expect(stderr).not.toMatch(/\n\s+at |bug in Motia/)
    }
    const wrong = [
      ['rnus'],
      ['runs', '--limit', 'many'],
      ['runs', '--status', 'done'],
      ['trigger', 'x', '{a:1}'],
      ['dev', '--port', '70000'],
    ]
    for (const args of wrong) {
      const { exitCode, stderr } = await project.motia(...args)
      expect([args, exitCode]).toEqual([args, 2])
      expect(stderr).not.toMatch(/\n\s+at |bug in Motia/)
    }
  })

  it('S127: `build` names both files of a duplicate id, and fails', async () => {
    project.write('motia/steps/copied.ts', project.read('motia/steps/answers/note-answer.ts'))
    const { exitCode, stderr } = await project.motia('build')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('motia/steps/copied.ts')
    expect(stderr).toContain('motia/steps/answers/note-answer.ts')
    expect(stderr).toContain('note-answer')
    await server.prints('motia/steps/copied.ts')
    expect((await server.request('GET', '/double/2')).status).toBe(200)
    project.remove('motia/steps/copied.ts')
  })
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
