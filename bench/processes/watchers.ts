/** Who looks at a Workbench while something else is measured: subscribers of its live stream, and a browser. */
import { chromium } from 'playwright-core'
import type { Watchers } from '../benchmark.ts'
import { startPeer } from './peer.ts'

export interface Watching {
  stop(): Promise<void>
}

interface Address {
  readonly port: number
  readonly token: string
}

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Resolves once all of them are there. They have a process of their own, on Node's own binary. */
export async function watch(address: Address, { clients, hasBrowser }: Watchers): Promise<Watching> {
  const subscribers =
    clients > 0 ? await startPeer('subscribers.mjs', process.execPath, { ...address, clients }) : undefined
  const browser = hasBrowser ? await openOverview(address) : undefined
  return {
    async stop() {
      await browser?.close()
      await subscribers?.stop()
    },
  }
}

async function openOverview({ port, token }: Address) {
  const url = `http://127.0.0.1:${port}`
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const answer = await context.request.post(`${url}/api/v1/login`, {
    data: { password: token },
    headers: { origin: url },
  })
  if (!answer.ok()) throw new Error(`the Workbench let nobody in: ${await answer.text()}`)
  const page = await context.newPage()
  await page.goto(url)
  await page.locator('main h1').waitFor()
  return browser
}
