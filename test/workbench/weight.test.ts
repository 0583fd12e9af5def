/** How much the page weighs: what a browser is sent on the first load of `/`, and all of its files, compressed. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openScene, type Scene } from './scene.ts'

/** Kilobytes of 1,000 bytes. */
const FIRST_LOAD_BYTES = 250_000
const ALL_BYTES = 600_000
const TEXT = /\.(html|js|css|svg)$/

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.close())

it('its first load is at most 250 kB with its font, as it is sent and by gzip alone', async () => {
  const { page } = await scene.browser.open(scene.url)
  const responses: Response[] = []
  page.on('response', (response) => responses.push(response))
  await page.goto(scene.url)
  await page.locator('main h1').waitFor()
  // Not by Playwright's own waiting, which evaluates text within the page: the page's policy forbids it.
  const hasFonts = 'document.fonts.status === "loaded" && document.fonts.size > 0'
  await vi.waitFor(async () => expect(await page.evaluate(hasFonts)).toBe(true))
  const files = responses.filter((response) => !new URL(response.url()).pathname.startsWith('/api/'))
  expect(files.length).toBeGreaterThan(4)
  let [sent, gzipped] = [0, 0]
  for (const file of files) {
    sent += (await file.request().sizes()).responseBodySize
    gzipped += toGzip(nameOf(file), await file.body())
  }
  expect(sent).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
  expect(gzipped).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
})

it('all of it is at most 600 kB by gzip, with its font', () => {
  const folder = join(scene.project.folder, 'node_modules/motia/dist/workbench/page')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => TEXT.test(name) || name.endsWith('.woff2'))
  expect(files.length).toBeGreaterThan(20)
  const sizes = files.map((name) => toGzip(name, readFileSync(join(folder, name))))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(ALL_BYTES)
})

/** Bytes as gzip sends them: what is no text is compressed already. */
function toGzip(name: string, content: Buffer): number {
  return TEXT.test(name) ? gzipSync(content, { level: 9 }).length : content.length
}

/** The page itself has none. */
function nameOf(response: Response): string {
  const { pathname } = new URL(response.url())
  return pathname === '/' ? '/index.html' : pathname
}
