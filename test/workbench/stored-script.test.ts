/**
 * What a step, a request or a payload may put into the Workbench: script in every field that is shown. None of it may
 * run, and none of it may be taken for markup.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../e2e/harness/project.ts'
import { type Server, startServer } from '../e2e/harness/server.ts'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { type Browser, launchBrowser } from './browser.ts'

/** Each would set `stolen`, in another way. */
const SCRIPTS = [
  '<img src=x onerror="stolen=1">',
  '</script><script>stolen=1</script>',
  '<svg/onload=stolen=1>',
  '"><iframe srcdoc="<script>parent.stolen=1</script>">',
  'javascript:stolen=1',
  `\${stolen=1}{{constructor.constructor('stolen=1')()}}`,
]
const ALL = SCRIPTS.join(' ')

const STEP = `import { api, event, logger } from '@motia/core'
const all = ${JSON.stringify(ALL)}

export const evil = event({ id: 'evil<img/src=x/onerror=stolen=1>', on: all, description: all, retry: false }, async (payload, { state }) => {
  console.log(all)
  logger.error(all, { [all]: all, userId: all })
  await state.set(all, all, { [all]: all })
  await motia.trigger('nowhere ' + all, payload)
  const error = new Error(all)
  error.name = all
  error.stack = all + error.stack
  if (payload.fails) throw error
  return { [all]: all }
})

export const route = api({ id: 'route', method: 'POST', path: '/evil/:name', description: all }, async ({ params, body }) => ({
  status: 500,
  headers: { 'content-type': 'text/html', 'x-evil': '<img src=x onerror=stolen=1>' },
  body: all + params.name + JSON.stringify(body),
}))
`

let project: Project
let server: Server
let browser: Browser

beforeAll(async () => {
  project = await createProject('stored-script')
  project.write('motia/steps/evil.ts', STEP)
  server = await startServer(project)
  browser = await launchBrowser()
  const { workbench } = server
  const evil = (await workbench.steps()).find(({ kind }) => kind === 'event')?.id as string
  await workbench.result(evil, { [ALL]: ALL })
  await workbench.result(evil, { fails: true, [ALL]: ALL })
  await server.request('POST', `/evil/${encodeURIComponent(ALL)}`, { [ALL]: ALL })
  await waitFor('what was seen', async () => (await workbench.logs({ text: 'stolen' })).length > 1)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  project?.dispose()
})

describe('script in what is shown', () => {
  it('is text in every panel', async () => {
    const { workbench, url } = { workbench: server.workbench, url: server.workbench.url }
    const part = encodeURIComponent
    const runs = await workbench.runs()
    const { groups } = await workbench.get<{ groups: { fingerprint: string }[] }>('/api/v1/errors?window=1h')
    const steps = (await workbench.steps()).map(({ id }) => `/steps/${part(id)}`)
    const paths = [
      ...[
        '/',
        '/flow',
        '/runs',
        '/errors',
        '/logs',
        '/endpoints?step=route',
        '/queues',
        '/unrouted',
        '/problems',
      ],
      ...steps,
      ...runs.flatMap(({ runId, traceId }) => [`/runs/${runId}`, `/traces/${traceId}`]),
      ...groups.map(({ fingerprint }) => `/errors/${fingerprint}`),
      `/state?group=${part(ALL)}&key=${part(ALL)}`,
      `/runs?text=${part(ALL)}&step=${part(ALL)}&status=${part(ALL)}`,
      `/logs?text=${part(ALL)}&trace=${part(ALL)}`,
      `/runs/${part(ALL)}`,
      `/steps/${part(ALL)}`,
      `/${part(ALL)}`,
    ]
    const tab = await browser.open(url)
    for (const path of paths) {
      await tab.go(path)
      await tab.page.waitForLoadState('networkidle').catch(() => {}) // the live stream never ends
      const taken = await tab.page.evaluate(
        "[typeof stolen, document.querySelectorAll('iframe, img[src=x], main script').length]",
      )
      expect([path, taken]).toEqual([path, ['undefined', 0]])
    }
    await tab.close()
  })

  it('is text in the answer to a request that was sent from Endpoints', async () => {
    const tab = await browser.open(server.workbench.url)
    await tab.go('/endpoints?step=route')
    await tab.page.getByLabel(':name').fill(ALL)
    await tab.page.getByRole('button', { name: 'Send', exact: true }).click()
    await tab.page.getByText('500').first().waitFor()
    expect(await tab.page.evaluate('typeof stolen')).toBe('undefined')
    await tab.close()
  })
})
