/** Chapters 1 and 2: a project is made, started, and given its first two steps. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { followServer, request } from '../harness/server.ts'
import { KEYS, openTerminal } from '../harness/terminal.ts'
import { waitFor } from '../harness/wait-for.ts'
import type { Live } from '../harness/workbench.ts'
import { answerFor, createHong, hong, MINUTE_MS, type Tutorial } from './session.ts'

/** From `create -i` to a server that answers. */
export function chapter1(tutorial: Tutorial): void {
  describe('chapter 1', () => {
    it(
      'S9 S10: asks for name, template, language and features, in this order',
      async () => {
        await portsAreFree(3000, 3001)
        const beganAt = performance.now()
        tutorial.terminal = openTerminal('npx', ['motia@latest', 'create', '-i'], {
          cwd: tutorial.folder,
          env: tutorial.env,
        })
        if ((await tutorial.terminal.sees(/Ok to proceed\?|Project name/, MINUTE_MS)).startsWith('Ok')) {
          tutorial.terminal.type(`y${KEYS.enter}`)
          await tutorial.terminal.sees('Project name', MINUTE_MS)
        }
        tutorial.terminal.type(`motia-tutorial${KEYS.enter}`)
        await tutorial.terminal.sees('Template')
        await tutorial.terminal.sees('Full-stack (recommended)')
        tutorial.terminal.type(KEYS.enter)
        await tutorial.terminal.sees('Language')
        await tutorial.terminal.sees('TypeScript')
        tutorial.terminal.type(KEYS.enter)
        await tutorial.terminal.sees('Features')
        for (const feature of ['API', 'Background Jobs', 'AI Integration'])
          await tutorial.terminal.sees(feature)
        tutorial.terminal.type(KEYS.enter)
        await tutorial.terminal.sees('Install packages')
        tutorial.terminal.type('n') // the tutorial installs them next
        expect(await tutorial.terminal.ended).toBe(0)
        expect(tutorial.terminal.screen()).toContain(
          'Full-stack, TypeScript, API + Background Jobs + AI Integration',
        )
        tutorial.tookMs += performance.now() - beganAt
      },
      2 * MINUTE_MS,
    )

    it('S12: makes the structure that the tutorial shows', () => {
      const paths = [
        'motia/steps',
        'motia/events',
        'motia/workflows',
        'web',
        'package.json',
        'motia.config.js',
      ]
      expect(paths.filter((path) => !existsSync(join(tutorial.project.folder, path)))).toEqual([])
    })

    it(
      'S6 S14: installs with npm, without a word of warning',
      async () => {
        const ran = await tutorial.project.run('npm', 'install')
        expect([ran.exitCode, ran.stderr]).toEqual([0, ''])
        tutorial.tookMs += ran.tookMs
      },
      2 * MINUTE_MS,
    )

    it('S4 S15 S16 S17: starts with `npx motia dev`: Workbench on 3000, API on 3001, within a minute in all', async () => {
      const beganAt = performance.now()
      tutorial.terminal = openTerminal('npx', ['motia', 'dev'], {
        cwd: tutorial.project.folder,
        env: tutorial.env,
      })
      tutorial.server = await followServer(tutorial.terminal.child, tutorial.project.folder)
      expect([tutorial.server.url, tutorial.server.workbench.url]).toEqual([
        'http://localhost:3001',
        'http://localhost:3000',
      ])
      expect((await request('http://localhost:3001/books', 'GET')).status).toBe(200)
      tutorial.tookMs += performance.now() - beganAt
      console.log(`create, install and start took ${(tutorial.tookMs / 1000).toFixed(1)} s`)
      expect(tutorial.tookMs).toBeLessThan(MINUTE_MS)
      const page = await request('http://localhost:3000/', 'GET')
      expect([page.status, page.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('text/html'),
      ])
      expect(page.text).toMatch(/^<!doctype html>/i)
    })

    it('S13 S19 S20: prints both URLs, the steps, and a request that is answered at once', async () => {
      await tutorial.terminal.sees('http://localhost:3001')
      await tutorial.terminal.sees('http://localhost:3000')
      for (const { id } of await tutorial.server.workbench.steps())
        expect(tutorial.terminal.screen()).toContain(id)
      const kinds = new Set((await tutorial.server.workbench.steps()).map(({ kind }) => kind))
      expect(kinds).toEqual(new Set(['api', 'event', 'cron']))
      const { body } = await tutorial.shell('curl http://localhost:3001/books')
      expect(body.books).not.toEqual([])
    })

    it("S78: the sample's steps after one another run in that order, each once the one before has succeeded", async () => {
      const purchase = { bookId: 'genji', email: 'reader@example.com' }
      expect((await tutorial.server.request('POST', '/purchases', purchase)).status).toBe(201)
      const { run: first } = await tutorial.latest('fulfil-purchase')
      const runs = await tutorial.server.workbench.settled(first.traceId, 6)
      const [stock, card, courier] = ['reserve-stock', 'charge-card', 'book-courier'].map((id) =>
        runs.find(({ stepId }) => stepId === id),
      )
      expect([stock, card, courier].map((run) => run?.status)).toEqual(Array(3).fill('succeeded'))
      expect(card?.startedAt).toBeGreaterThanOrEqual(stock?.finishedAt as number)
      expect(courier?.startedAt).toBeGreaterThanOrEqual(card?.finishedAt as number)
    })
  })
}

/** An api step and the event step that it triggers. */
export function chapter2(tutorial: Tutorial): void {
  describe('chapter 2', () => {
    let live: Live

    it('S18 S25 S26 S27 S28 S32 S34 S39 S44 S45: its step answers the printed request as printed, without a restart', async () => {
      await tutorial.write('2.2', 'create-user')
      await tutorial.write('2.3', 'send-welcome-email')
      live = await tutorial.server.workbench.follow()
      const { body, tookMs } = await tutorial.shell(createHong)
      expect(body).toEqual(answerFor(hong))
      expect(tookMs).toBeLessThan(500)
      const seen = await waitFor(
        'the request, live',
        () => live.events().find(({ type }) => type === 'request'),
        1000,
      )
      expect(seen).toMatchObject({ stepId: 'create-user', status: 200 })
    })

    it('S3 S18 S37 S40 S41 S42: the e-mail is sent in the background, and its run shown with line and result', async () => {
      const { run } = await tutorial.latest('send-welcome-email')
      expect(run).toMatchObject({
        status: 'succeeded',
        result: { emailSent: true, timestamp: expect.stringMatching(/Z$/) },
        input: { email: hong.email, name: hong.name, userId: expect.any(String) },
      })
      expect((run.finishedAt as number) - (run.startedAt as number)).toBeGreaterThanOrEqual(1990)
      const words = '📧 홍길동님(hong@example.com)에게 환영 이메일이 발송되었습니다'
      await tutorial.terminal.sees(words)
      const { roots, unrouted } = await waitFor('the whole trace', async () => {
        const trace = await tutorial.server.workbench.trace(run.traceId)
        return trace.unrouted.length > 0 && trace.roots[0]?.children[0]?.logs.length === 1 && trace
      })
      expect(roots).toMatchObject([
        {
          stepId: 'create-user',
          request: { status: 200 },
          children: [{ stepId: 'send-welcome-email', logs: [{ message: words }] }],
        },
      ])
      expect(unrouted).toEqual([{ target: 'update-user-status', parentRunId: run.runId }])
      const told = await waitFor(
        'the run, live',
        () => live.events().find((event) => event.type === 'attempt' && event.runId === run.runId),
        1000,
      )
      expect(told).toMatchObject({ stepId: 'send-welcome-email', status: 'succeeded' })
      live.close()
    })

    it('S38 S43 D4: what nobody has is one warning; what does not fit is a 400', async () => {
      await tutorial.terminal.sees('"update-user-status"')
      const { status, body } = await tutorial.server.request('POST', '/users', { ...hong, name: '홍' })
      expect([status, body.issues]).toEqual([400, [expect.objectContaining({ path: 'name' })]])
      const { run } = await tutorial.server.workbench.result('send-welcome-email', { userId: 1 })
      expect(run).toMatchObject({ status: 'failed', reason: 'validation' })
    })
  })
}

/** Other tests of the machine may hold them for a while. */
async function portsAreFree(...ports: number[]): Promise<void> {
  const isFree = (port: number) =>
    new Promise<boolean>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen(port, () => probe.close(() => resolve(true)))
    })
  await waitFor(
    `ports ${ports.join(' and ')}, which the tutorial prints, to be free`,
    async () => (await Promise.all(ports.map(isFree))).every(Boolean),
    MINUTE_MS,
  )
}
