/**
 * Every panel as it is seen: wide and narrow, light and dark, in both languages, full and empty. Screenshots are kept in
 * .test-results/screenshots, to be looked at; what a script can tell of them fails the test.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitFor } from '../e2e/harness/wait-for.ts'
import type { Look, Tab } from './browser.ts'
import { findFlaws } from './looks.ts'
import { openScene, type Scene } from './scene.ts'

const FOLDER = fileURLToPath(new URL('../../.test-results/screenshots', import.meta.url))

const LOOKS: readonly (Look & { readonly name: string })[] = [
  { name: 'wide-light', width: 1440, height: 900, theme: 'light' },
  { name: 'wide-dark', width: 1440, height: 900, theme: 'dark', language: 'ko' },
  { name: 'narrow-light', width: 390, height: 844, theme: 'light', language: 'ko' },
  { name: 'narrow-dark', width: 390, height: 844, theme: 'dark' },
]

/** What is at an address; later ones need something that ran. */
const EMPTY = ['/', '/flow', '/runs', '/errors', '/logs', '/endpoints', '/state', '/unrouted', '/problems']
const FULL: readonly string[] = [
  '/',
  '/flow',
  '/runs',
  '/errors?window=1h',
  '/logs',
  '/endpoints?step=process-order',
  '/schedules',
  '/queues',
  '/state?group=last&key=visit',
  '/gates',
  '/unrouted',
  '/steps/validate-inventory',
]

let scene: Scene

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  scene = await openScene()
})
afterAll(() => scene?.close())

describe('the looks of the panels', () => {
  it('are those of an empty project before anything ran: a sentence everywhere', async () => {
    await lookAt('empty', LOOKS[0] as Look, EMPTY)
    await fill()
  })

  it.each(LOOKS)('are whole, apart and readable: $name', async (look) => {
    const { runId, traceId, fingerprint } = await something()
    const further = [`/runs/${runId}`, `/traces/${traceId}`, `/errors/${fingerprint}`, '/nowhere']
    await lookAt(look.name, look, [...FULL, ...further])
  })
})

/** Collects the flaws of all, so that one run tells of every panel. */
async function lookAt(name: string, look: Look, paths: readonly string[]): Promise<void> {
  const flaws: string[] = []
  const tab = await scene.browser.open(scene.url, look)
  for (const path of paths) {
    await tab.go(path)
    await settle(tab)
    await tab.page.screenshot({ path: join(FOLDER, `${name}-${toName(path)}.png`) })
    flaws.push(...(await findFlaws(tab.page)).map((flaw) => `${path}: ${flaw}`))
  }
  expect(flaws).toEqual([])
  await tab.close()
}

/** `runs`, `one-of-runs`: the same in every run. */
function toName(path: string): string {
  const [, panel = '', id] = path.split(/[/?]/)
  return id && !path.includes('?') ? `one-of-${panel}` : panel || 'overview'
}

/** Until nothing loads any more and the page stands still. */
async function settle({ page }: Tab): Promise<void> {
  await page
    .locator('[role=status][aria-label="Loading"]')
    .waitFor({ state: 'detached' })
    .catch(() => {})
  let before = ''
  await waitFor('a page that stands still', async () => {
    const now = `${await page.locator('main').evaluate((main) => main.scrollHeight)}`
    const isStill = now === before
    before = now
    await page.waitForTimeout(150)
    return isStill
  })
}

/** Successes and failures of every kind of step, a queue that waits, state, a trigger that goes nowhere. */
async function fill(): Promise<void> {
  const { server } = scene
  const items = [{ productId: 'prod_1', quantity: 2, price: 29.99 }]
  const order = { customerId: 'cust_1', items, paymentMethod: 'credit_card' }
  scene.setLuck(true)
  await server.request('POST', '/orders', order)
  await waitFor(
    'a run that failed for good',
    async () => (await server.workbench.runs({ step: 'validate-inventory', status: 'failed' })).length > 0,
    60_000,
  )
  scene.setLuck(false)
  for (const page of ['home', 'prices', 'about']) await server.request('POST', `/visits/${page}`, {})
  await server.request('POST', '/users', { name: '홍길동', email: 'hong@example.com' })
  await server.request('POST', '/users', { name: 'x' })
  await server.request('POST', '/orders', order)
  await server.workbench.result('daily-summary-report')
  await server.workbench.trigger('send-welcome-emial', {})
  await waitFor('all runs to end', async () =>
    (await server.workbench.runs()).every(({ finishedAt }) => finishedAt !== null),
  )
}

async function something() {
  const { workbench } = scene.server
  const [failed] = await workbench.runs({ step: 'validate-inventory', status: 'failed' })
  const { groups } = await workbench.get<{ groups: { fingerprint: string }[] }>('/api/v1/errors?window=1h')
  return { runId: failed?.runId, traceId: failed?.traceId, fingerprint: groups[0]?.fingerprint }
}
