/**
 * The timeline of a trace whose runs waited for a limit: queue, limit, execution and commit of each, as they are drawn,
 * wide and narrow, light and dark. Screenshots are kept in .test-results/screenshots.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, type Project } from '../e2e/harness/project.ts'
import { type Server, startServer } from '../e2e/harness/server.ts'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { type Browser, type Look, launchBrowser } from './browser.ts'
import { findFlaws } from './looks.ts'

const FOLDER = fileURLToPath(new URL('../../.test-results/screenshots', import.meta.url))

const LOOKS: readonly (Look & { readonly name: string })[] = [
  { name: 'wide-light', width: 1440, height: 900, theme: 'light' },
  { name: 'wide-dark', width: 1440, height: 900, theme: 'dark', language: 'ko' },
  { name: 'narrow-light', width: 380, height: 820, theme: 'light', language: 'ko' },
  { name: 'narrow-dark', width: 380, height: 820, theme: 'dark' },
]

let project: Project
let server: Server
let browser: Browser
let traceId: string
/** The run that waited longest. */
let runId: string

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  project = await createProject('phases')
  server = await startServer(project)
  browser = await launchBrowser()
  traceId = (await server.request('POST', '/orders', {})).body.traceId
  const runs = await server.workbench.settled(traceId, 4)
  runId = runs.toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))[0]?.runId as string
  await waitFor('what was seen of it', async () => (await server.workbench.run(runId)).attempts.length === 1)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  project?.dispose()
})

it('draws the queue, the limit, the execution and the commit of a run apart, and says what they are', async () => {
  const tab = await browser.open(server.workbench.url)
  await tab.go(`/traces/${traceId}`)
  const bars = tab.page.getByRole('link', { name: /charge.*held back by its limit/ })
  await bars.first().waitFor()
  expect(await bars.count()).toBe(2)
  const looks = await bars.last().evaluate((bar) => {
    const segments = [...bar.querySelectorAll('[data-look]')]
    return segments.map((segment) => [
      segment.getAttribute('data-look'),
      segment.getBoundingClientRect().width,
    ])
  })
  const widthOf = (look: string) =>
    looks.filter(([name]) => name === look).reduce((sum, [, width]) => sum + Number(width), 0)
  for (const look of ['limit', 'ok', 'commit']) expect(widthOf(look)).toBeGreaterThan(0)
  expect(widthOf('limit')).toBeGreaterThan(widthOf('ok'))
  for (const part of ['Limit', 'Commit'])
    await tab.page.getByRole('listitem').getByText(part).first().waitFor()
  await bars.last().hover()
  const hint = tab.page.getByText(/^held back by its limit/)
  await hint.waitFor()
  await tab.page.screenshot({ path: join(FOLDER, 'phases-hint.png') })
  await tab.close()
})

it.each(LOOKS)('is whole and readable: $name', async ({ name, ...look }) => {
  const tab = await browser.open(server.workbench.url, look)
  const flaws: string[] = []
  for (const [panel, path] of [
    ['trace', `/traces/${traceId}`],
    ['run', `/runs/${runId}`],
  ] as const) {
    await tab.go(path)
    await tab.page.locator('[data-look=limit]').first().waitFor()
    await tab.page.screenshot({ path: join(FOLDER, `${name}-phases-${panel}.png`), fullPage: true })
    flaws.push(...(await findFlaws(tab.page)).map((flaw) => `${path}: ${flaw}`))
  }
  expect(flaws).toEqual([])
  await tab.close()
})
