/** The Workbench in production: only for who has the password, and only as far as the role goes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../e2e/harness/project.ts'
import { type Server, startServer } from '../e2e/harness/server.ts'
import { type Browser, launchBrowser } from './browser.ts'

let project: Project
let server: Server
let browser: Browser

const PASSWORD = 'correct horse battery staple'
const VIEWER = 'a viewer may look at everything'

beforeAll(async () => {
  project = await createProject('workbench')
  await project.motia('build')
  const env = {
    MOTIA_WORKBENCH_ENABLED: 'true',
    MOTIA_WORKBENCH_PASSWORD: PASSWORD,
    MOTIA_WORKBENCH_VIEWER_PASSWORD: VIEWER,
  }
  server = await startServer(project, { command: 'start', env })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  project?.dispose()
})

describe('the Workbench in production', () => {
  it('shows nothing but a login until the password is right', async () => {
    const { page, close } = await browser.open(server.workbench.url)
    await page.goto(server.workbench.url)
    await page.getByLabel('Password or token').fill('wrong')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('alert').waitFor()
    expect((await fetch(`${server.workbench.url}/api/v1/runs`)).status).toBe(401)
    await page.getByLabel('Password or token').fill(PASSWORD)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await close()
  })

  it('lets a viewer look, and greys what only an operator may do', async () => {
    const { page, close } = await browser.open(server.workbench.url)
    await page.goto(`${server.workbench.url}/gates`)
    await page.getByLabel('Password or token').fill(VIEWER)
    await page.getByRole('button', { name: 'Log in' }).click()
    const pass = page.getByRole('button', { name: /Pass/ }).first()
    await pass.waitFor()
    expect(await pass.getAttribute('aria-disabled')).toBe('true')
    const status = await page.evaluate(async () => {
      const body = JSON.stringify({ target: 'approve-refund', payload: null })
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/v1/commands/trigger', { method: 'POST', headers, body })).status
    })
    expect(status).toBe(403)
    await close()
  })
})
