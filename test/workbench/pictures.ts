/**
 * `npm run pictures`: the pictures of README.md, taken of the tutorial's project while requests come in, light and dark.
 * Needs what `npm run pack` packed. No test: the suite `pictures` runs by itself only.
 */
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { openScene, type Scene } from './scene.ts'

const FOLDER = fileURLToPath(new URL('../../docs/images', import.meta.url))
/** Whoever reads the README waits for all of them. */
const MAX_BYTES = 200_000
const LOOK = { width: 1280, height: 800, scale: 1.3 } as const
const ORDER = {
  customerId: 'cust_1',
  items: [{ productId: 'prod_1', quantity: 2, price: 29.99 }],
  paymentMethod: 'credit_card',
}
const USER = { name: '홍길동', email: 'hong@example.com' }
/** Of the five minutes that the overview shows. */
const LOAD_MS = 280_000

let scene: Scene

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  scene = await openScene('motia-tutorial')
})
afterAll(() => scene?.close())

it('takes the pictures of README.md', { timeout: LOAD_MS + 180_000 }, async () => {
  const load = scene.load(12)
  const traffic = setInterval(() => {
    void scene.server.request('POST', '/orders', ORDER)
    void scene.server.request('POST', '/users', USER)
  }, 1_500)
  try {
    await new Promise((resolve) => setTimeout(resolve, LOAD_MS))
    const runId = await findRetried()
    for (const theme of ['light', 'dark'] as const) {
      await take('overview', '/?window=5m', theme)
      await take('flow', '/flow', theme)
      await take('run', `/runs/${runId}`, theme)
    }
  } finally {
    clearInterval(traffic)
    await load.stop()
  }
})

/** A payment that succeeded in the end, of an order that is seen as a whole. */
function findRetried(): Promise<string> {
  return waitFor('a payment that was retried', async () => {
    const runs = await scene.server.workbench.runs({ step: 'process-payment', status: 'succeeded' })
    return runs.find(({ attempts }) => Number(attempts) === 2)?.runId ?? ''
  })
}

async function take(name: string, path: string, theme: 'light' | 'dark'): Promise<void> {
  const tab = await scene.browser.open(scene.url, { ...LOOK, theme })
  await tab.go(path)
  await tab.page.locator('main canvas, .react-flow__edge, main [data-look]').first().waitFor()
  await tab.page.waitForTimeout(1_000)
  const file = join(FOLDER, `${name}-${theme}.png`)
  await tab.page.screenshot({ path: file })
  expect(statSync(file).size, file).toBeLessThanOrEqual(MAX_BYTES)
  await tab.close()
}
