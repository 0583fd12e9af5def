/** A page of the Workbench in a headless Chromium, with the stopwatch in it. views.ts says what is timed. */
import { readFileSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Something to be seen: an element that holds the text, or whose text is another than before. */
export interface Target {
  readonly selector: string
  readonly text?: string
  readonly changed?: true
}

export interface Tab {
  readonly page: Page
  /** Goes there with an empty cache. @returns ms from the navigation until all is seen */
  open(path: string, targets: readonly Target[]): Promise<number>
  /** @returns ms from the last event of that kind until all is seen */
  time(
    kind: 'pointerdown' | 'input',
    targets: readonly Target[],
    act: (page: Page) => Promise<void>,
  ): Promise<number>
  /** Until what a page does besides its first screen is done. */
  untilSettled(): Promise<void>
  /** Milliseconds of the tasks that held the page up for more than 50, since the last call. */
  takeHeld(): Promise<number[]>
  close(): Promise<void>
}

/** Debian's; elsewhere say where one is. */
const PATH = process.env.CHROMIUM ?? '/usr/bin/chromium'
const STOPWATCH = readFileSync(new URL('stopwatch.js', import.meta.url), 'utf8')
const PATIENCE_MS = 30_000
const SETTLE_MS = 700

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] })
}

/** @param url of the Workbench */
export async function openTab(browser: Browser, url: string): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const result = (what: string) =>
    Promise.race([
      page.evaluate('stopwatch.result()') as Promise<number>,
      new Promise<never>((_, reject) =>
        setTimeout(
          () => reject(new Error(`${what} was not seen within ${PATIENCE_MS} ms`)),
          PATIENCE_MS,
        ).unref(),
      ),
    ])
  return {
    page,
    async open(path, targets) {
      await page.addInitScript(`${STOPWATCH};stopwatch.fromStart(${JSON.stringify(targets)})`)
      await page.goto(`${url}${path}`, { waitUntil: 'commit' })
      return result(`${path}: ${JSON.stringify(targets)}`)
    },
    async time(kind, targets, act) {
      await page.evaluate(`stopwatch.from(${JSON.stringify(kind)}, ${JSON.stringify(targets)})`)
      await act(page)
      return result(JSON.stringify(targets))
    },
    untilSettled: async () => {
      await page.waitForTimeout(SETTLE_MS)
    },
    takeHeld: () => page.evaluate('stopwatch.takeHeld()') as Promise<number[]>,
    close: () => context.close(),
  }
}
