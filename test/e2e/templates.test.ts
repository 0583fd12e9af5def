/** What the samples of `motia create` do once they run: webhooks and uploads from end to end, the others' first answer. */
import { createHash, createHmac } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from './harness/command.ts'
import { createProject, makeFolder, openProject, type Project } from './harness/project.ts'
import { type Answer, type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

const folder = makeFolder('templates')
let base: Project

beforeAll(async () => {
  base = await createProject('templates')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  base?.dispose()
})

/** A project of a template, with the installed packages of another. */
async function create(template: string, ...args: readonly string[]): Promise<Project> {
  const name = [template, ...args.map((arg) => arg.replaceAll('-', ''))].join('-')
  const line = ['create', name, '--template', template, '--no-install', '--yes', ...args]
  const ran = await runCommand(process.execPath, [base.bin, ...line], { cwd: folder, env: base.env })
  expect(ran.exitCode, ran.stderr).toBe(0)
  const path = join(folder, name)
  await runCommand('cp', ['-al', join(base.folder, 'node_modules'), path], { cwd: folder, env: base.env })
  return openProject(path, base.env)
}

async function serve(project: Project, use: (server: Server) => Promise<void>, env = {}): Promise<void> {
  const server = await startServer(project, { env })
  try {
    await use(server)
  } finally {
    await server.stop()
  }
}

/** Waits until an answer's status says so. */
function settled(server: Server, path: string, status: string): Promise<Answer> {
  return waitFor(`${path} to be ${status}`, async () => {
    const answer = await server.request('GET', path)
    return answer.body.status === status && answer
  })
}

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex')

/** Its own tests pass, as `npm test` runs them. */
async function passesItsTests(project: Project, count: RegExp): Promise<void> {
  const { exitCode, stdout, stderr } = await project.run('npm', 'test')
  expect(exitCode, stdout + stderr).toBe(0)
  expect(stdout + stderr).toMatch(count)
  expect(stdout + stderr).not.toMatch(/warning/i)
}

describe.each([
  ['api', 4],
  ['minimal', 2],
  ['webhooks', 3],
  ['uploads', 1],
] as const)('the tests of %s', (template, count) => {
  it.each(['typescript', 'javascript'])('pass in %s, right after it was created', async (language) => {
    const project = await create(template, '--language', language, '--features', 'api,jobs')
    await passesItsTests(project, new RegExp(`pass ${count}$`, 'm'))
  })
})

it.each(['minimal', 'webhooks', 'uploads'])(
  'the tests of %s in Python pass after `motia install`',
  async (template) => {
    const project = await create(template, '--language', 'python', '--features', 'api,jobs')
    expect((await project.motia('install')).exitCode).toBe(0)
    await passesItsTests(project, /^OK$/m)
  },
)

it.each(['minimal', 'webhooks', 'uploads'])(
  'the tests of %s in Ruby pass, right after it was created',
  async (template) => {
    const project = await create(template, '--language', 'ruby', '--features', 'api,jobs')
    await passesItsTests(project, / 0 failures, 0 errors/)
  },
)

it('the tests of a project in several languages pass, each by its runner', async () => {
  const project = await create('minimal', '--language', 'multi')
  expect((await project.motia('install')).exitCode).toBe(0)
  await passesItsTests(project, /pass 2$/m)
})

it('a step that is added to a created project comes with a test, which `npm test` runs', async () => {
  const project = await create('minimal', '--features', 'api')
  const added = await project.motia('add', 'event', '--id', 'ping')
  expect(added.stdout).toContain('test/ping.test.ts')
  await passesItsTests(project, /pass 2$/m)
})

describe.each(['typescript', 'javascript', 'python', 'ruby'])('webhooks in %s', (language) => {
  it('takes what is signed, once, and handles it in the background', async () => {
    const project = await create('webhooks', '--language', language)
    await serve(
      project,
      async (server) => {
        const body = JSON.stringify({
          id: 'evt_1',
          type: 'invoice.paid',
          data: { object: { amount_paid: 4200, customer_email: 'ada@example.com' } },
        })
        const time = Math.floor(Date.now() / 1000)
        const signature = (secret: string) => ({
          'stripe-signature': `t=${time},v1=${hmac(secret, `${time}.${body}`)}`,
        })
        const send = (secret: string) => server.request('POST', '/webhooks/stripe', body, signature(secret))

        // Until a worker has told which routes Python and Ruby have, they are unavailable.
        const refused = await waitFor('the routes', async () => {
          const answer = await send('somebody')
          return answer.status !== 503 && answer
        })
        expect(refused.status).toBe(401)
        expect((await server.request('GET', '/deliveries/stripe-evt_1')).status).toBe(404)

        const answers = await Promise.all([send('whsec'), send('whsec'), send('whsec')])
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 202])
        const { body: delivery } = await settled(server, '/deliveries/stripe-evt_1', 'done')
        expect(delivery).toMatchObject({ kind: 'invoice.paid', cents: 4200 })
        await server.prints('receipt for ada@example.com')
        const paid = await project.motia('state', 'accounts', 'paid-cents')
        expect(paid.stdout.trim()).toBe('4200')
      },
      { STRIPE_WEBHOOK_SECRET: 'whsec' },
    )
  })
})

it('webhooks answers the signed request that its README prints', async () => {
  const project = await create('webhooks')
  const command = /^body='.*$/m.exec(project.read('README.md'))?.[0] ?? expect.fail('no request')
  await serve(project, async (server) => {
    const host = new URL(server.url).host
    const { stdout } = await project.run('sh', '-c', command.replaceAll('localhost:3001', host))
    expect(JSON.parse(stdout)).toEqual({ id: 'github-1' })
    await settled(server, '/deliveries/github-1', 'done')
    await server.prints('push in me/shop')
  })
})

it('webhooks takes nothing in production while its secrets are not set', async () => {
  const project = await create('webhooks', '--features', 'api,jobs')
  await serve(
    project,
    async (server) => {
      const headers = {
        'x-github-delivery': '1',
        'x-github-event': 'push',
        'x-hub-signature-256': `sha256=${hmac('only-for-trying', '{}')}`,
      }
      expect((await server.request('POST', '/webhooks/github', '{}', headers)).status).toBe(500)
    },
    { NODE_ENV: 'production', MOTIA_WORKBENCH_ENABLED: 'false' },
  )
})

it.each(['typescript', 'javascript', 'python', 'ruby'])(
  'uploads in %s reads a file in the background',
  async (language) => {
    const project = await create('uploads', '--language', language)
    await serve(project, async (server) => {
      const text = 'one two  three\n안녕 '.repeat(50_000)
      const form = new FormData()
      form.append('document', new Blob([text]), 'words.txt')
      await waitFor('the routes', async () => (await server.request('GET', '/documents/x')).status !== 503)
      const answer = await fetch(`${server.url}/documents`, { method: 'POST', body: form })
      expect(answer.status).toBe(202)
      const { status } = (await answer.json()) as { status: string }

      const { body } = await settled(server, status, 'done')
      expect(body).toMatchObject({ name: 'words.txt', percent: 100, words: 200_000 })
      expect(body.sha256).toBe(createHash('sha256').update(text).digest('hex'))
      await server.prints('words.txt has been read')
      const notes = await server.workbench.runs({ step: 'note-progress' })
      expect(notes.length).toBeGreaterThanOrEqual(5)

      expect((await server.request('POST', '/documents', { document: 'no file' })).status).toBe(400)
      expect((await server.request('GET', '/documents/nothing')).status).toBe(404)
    })
  },
)

it.each([
  ['api', '/books'],
  ['minimal', '/hello'],
  ['full-stack', '/books'],
])('%s answers at once', async (template, path) => {
  await serve(await create(template), async (server) => {
    expect((await server.request('GET', path)).status).toBe(200)
  })
})

it('the tutorial of examples/ answers both of its requests', async () => {
  const project = await createProject('tutorial-example')
  project.remove('motia.config.js') // a link to that of other projects
  cpSync(fileURLToPath(new URL('../../examples/tutorial', import.meta.url)), project.folder, {
    recursive: true,
  })
  try {
    await serve(project, async (server) => {
      const user = { name: '홍길동', email: 'hong@example.com', role: 'user' }
      expect((await server.request('POST', '/users', user)).body).toMatchObject({ success: true, user })
      const items = [{ productId: 'prod_1', quantity: 2, price: 29.99 }]
      const order = { customerId: 'cust_1', items, paymentMethod: 'credit_card' }
      expect((await server.request('POST', '/orders', order)).body).toMatchObject({ status: 'processing' })
      const behaviour = JSON.stringify({ userId: 'u1', actions: [], metadata: {} })
      const ran = await project.motia('trigger', 'analyze-user-behavior', behaviour, '--wait')
      expect(ran.exitCode, ran.stderr).toBe(0)
    })
  } finally {
    project.dispose()
  }
})

it('a template that is not there in a language is refused by name', async () => {
  const line = ['create', 'x', '--template', 'uploads', '--language', 'multi', '--yes', '--no-install']
  const ran = await runCommand(process.execPath, [base.bin, ...line], { cwd: folder, env: base.env })
  expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('uploads is there in typescript')])
})
