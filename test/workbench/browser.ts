/**
 * A headless Chromium, and pages of the Workbench in it: each remembers what the browser complained about (errors,
 * refused by policy, requests to elsewhere), and `close` fails if it did.
 */
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

/** How a page is looked at. */
export interface Look {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  readonly language?: 'en' | 'ko'
  /** Dots of the screen for each of the page's, along one side. */
  readonly scale?: number
}

export interface Tab {
  readonly page: Page
  /** Goes to an address of the Workbench, and waits until the panel is there. */
  go(path: string): Promise<void>
  /** @throws with what the browser complained about */
  close(): Promise<void>
}

export interface Browser {
  open(url: string, look?: Look): Promise<Tab>
  close(): Promise<void>
}

/** Debian's; elsewhere say where one is. */
const PATH = process.env.CHROMIUM ?? '/usr/bin/chromium'

export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] })
  return {
    async open(url, { width = 1440, height = 900, theme = 'light', language = 'en', scale = 1 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: scale,
        colorScheme: theme,
        locale: language === 'ko' ? 'ko-KR' : 'en-GB',
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      return openTab(context, url)
    },
    close: () => browser.close(),
  }
}

async function openTab(context: BrowserContext, url: string): Promise<Tab> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    // Answers that are no success are the panels' to tell.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const address = request.url()
    if (!/^(data|blob):/.test(address) && new URL(address).origin !== new URL(url).origin)
      complaints.push(`request to elsewhere: ${address}`)
  })
  return {
    page,
    async go(path) {
      await page.goto(`${url}${path}`)
      await page.locator('main h1, [role=alert]').first().waitFor()
    },
    async close() {
      await context.close()
      expect(complaints).toEqual([])
    },
  }
}
