/** Every panel at work on the tutorial's project, in a browser: what its chapter 6 promises, and what people do next. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { readTutorialCalls } from '../tutorial/blocks.ts'
import type { Tab } from './browser.ts'
import { fillEditor, sendRequest, timeUntil } from './in-page.ts'
import { openScene, type Scene } from './scene.ts'

/** The requests of chapter 9, and where they go. */
const [minsu, order] = readTutorialCalls()
  .filter(({ section }) => section === '9.1')
  .map(({ command }) => JSON.parse(/-d '([\s\S]*)'/.exec(command)?.[1] ?? ''))

let scene: Scene
let tab: Tab

beforeAll(async () => {
  scene = await openScene()
  tab = await scene.browser.open(scene.url)
})
afterAll(async () => {
  await tab?.close()
  await scene?.close()
})

describe('the Workbench, on the tutorial’s project', () => {
  it('S92: opens at its plain address, on a project without a run', async () => {
    await tab.go('/')
    await expect(tab.page.title()).resolves.toMatch(/· Workbench$/)
    await tab.page.locator('aside').getByText('Running').waitFor()
  })

  it('S18 S87 S141 S145: shows within a second what requests sent from Endpoints set off, without a reload', async () => {
    const watching = await scene.browser.open(scene.url)
    await watching.go('/runs')
    await watching.page.evaluate('window.isSamePage = true')

    await tab.go('/endpoints?step=create-user')
    await sendRequest(tab.page, minsu)
    await tab.page.getByText('analyze-user-behavior').last().waitFor()
    await timeUntil(watching.page.getByRole('link', { name: /create-user/ }))

    await tab.go('/endpoints?step=process-order')
    const times: number[] = [] // the machine may be slow for a moment: one of three has to be quick
    while (times.length < 3 && !times.some((ms) => ms < 1_000)) {
      times.push(await timeUntilShown(watching.page, () => sendRequest(tab.page, order)))
    }
    expect(Math.min(...times)).toBeLessThan(1_000)
    expect(await watching.page.evaluate('window.isSamePage')).toBe(true)
    await watching.close()
  })

  it('S42 S88: follows a trace from TypeScript to Python, to a run, its result and its time', async () => {
    await tab.go('/runs?step=create-user')
    await tab.page
      .getByRole('link', { name: /create-user/ })
      .first()
      .click()
    await tab.page
      .getByRole('link', { name: /analyze-user-behavior/ })
      .first()
      .click()
    await tab.page.getByRole('heading', { name: /analyze-user-behavior/ }).waitFor()
    const { page } = tab
    await page.getByText('riskLevel').waitFor()
    await page.getByTitle('Python').first().waitFor()
    expect(await page.locator('main').innerText()).toMatch(/Took\s+[\d.]+ m?s/)
  })

  it('S90 S97 S144 S148: finds the stack trace of a failed inventory check with its line, and retries the run', async () => {
    const { page } = tab
    scene.setLuck(true)
    await scene.server.request('POST', '/orders', order)
    const [failed] = await waitFor(
      'a run that failed for good',
      async () => {
        const runs = await scene.server.workbench.runs({ step: 'validate-inventory', status: 'failed' })
        return runs.length > 0 && runs
      },
      60_000,
    )
    scene.setLuck(false)
    await tab.go('/errors')
    await page
      .getByRole('link', { name: /재고가 부족합니다/ })
      .first()
      .click()
    await page
      .getByText(/motia\/steps\/orders\/validate-inventory\.ts:\d+/)
      .first()
      .waitFor()
    await page.getByText('throw new Error').first().waitFor()

    await tab.go(`/runs/${failed?.runId}`)
    await page.getByText('prod_1').first().waitFor() // its input
    await page.getByRole('button', { name: 'Retry' }).click()
    await waitFor('its success', async () => {
      const { run } = await scene.server.workbench.run(failed?.runId as string)
      return run.status === 'succeeded'
    })
    await page.getByText('Succeeded').first().waitFor()
  })

  it('S85 S91 S142: draws which step leads to which, without a declaration', async () => {
    const { page } = tab
    await tab.go('/flow')
    for (const step of ['process-order', 'validate-inventory', 'process-payment', 'create-shipping-label']) {
      await page.getByText(step, { exact: true }).first().waitFor()
    }
    await page.getByRole('button', { name: /Mermaid/ }).click()
    const mermaid = (await page.evaluate('navigator.clipboard.readText()')) as string
    expect(mermaid).toMatch(/process-order/)
    expect(mermaid).toMatch(/-->|-\.->/)
  })

  it('S24: shows a gate in the flow, which ran never by itself, and passes it by hand', async () => {
    const { page } = tab
    await page.getByText('approve-refund', { exact: true }).first().waitFor()
    expect(await scene.server.workbench.runs({ step: 'approve-refund' })).toEqual([])
    await tab.go('/gates')
    await page.getByRole('button', { name: /Pass/ }).first().click()
    const dialog = page.getByRole('dialog')
    await fillEditor(page, dialog.getByRole('textbox').first(), '{"orderId":"o1"}')
    await dialog.getByRole('button', { name: /Pass/ }).click()
    await waitFor('what it leads to', async () => {
      const [run] = await scene.server.workbench.runs({ step: 'pay-refund' })
      return run?.status === 'succeeded'
    })
  })

  it('S71: shows when a schedule fires next, and runs it by hand', async () => {
    const { page } = tab
    await tab.go('/schedules')
    const row = page.getByRole('row', { name: /daily-summary-report/ })
    expect(await row.innerText()).toMatch(/0 9 \* \* \*/)
    await row.getByRole('button', { name: /Run/ }).click()
    await waitFor('its run', async () => {
      const [run] = await scene.server.workbench.runs({ step: 'daily-summary-report' })
      return run?.status === 'succeeded'
    })
  })

  it('edits what is in the state, with its version checked', async () => {
    const { page } = tab
    await scene.server.request('POST', '/visits/home', {})
    await tab.go('/state?group=last&key=visit')
    await page.getByText('"home"').first().waitFor()
    await fillEditor(page, page.getByRole('main').getByRole('textbox').last(), '{"page":"edited"}')
    await page.getByRole('button', { name: 'Save' }).click()
    await waitFor('the new value', async () => {
      const item = await scene.server.workbench.get<{ value: unknown }>('/api/v1/state/last/visit')
      return JSON.stringify(item.value) === '{"page":"edited"}'
    })
  })

  it('S40 S99: finds lines by what they printed and by their fields', async () => {
    const { page } = tab
    scene.writeTutorial('6.2')
    const userId = await waitFor('a user of the step that logs', async () => {
      await scene.server.request('POST', '/users', minsu)
      const [line] = await scene.server.workbench.logs({ step: 'create-user', text: '사용자 생성 성공' })
      return line?.fields?.userId as string | undefined
    })
    await tab.go(`/logs?text=${encodeURIComponent(`userId=${userId}`)}`)
    await page.getByText('사용자 생성 성공').first().waitFor()
    await tab.go(`/logs?text=${encodeURIComponent('재고')}&step=validate-inventory`)
    await page
      .getByText(/재고 검증 중/)
      .first()
      .waitFor()
  })

  it('S89 S143 S146 S148: tells counts and success as the list of runs and the store do', async () => {
    const { page } = tab
    const steps = await waitFor('all runs to end', async () => {
      const runs = await scene.server.workbench.runs()
      return runs.every(({ finishedAt }) => finishedAt !== null) && scene.server.workbench.steps()
    })
    const runs = await scene.server.workbench.runs({ step: 'validate-inventory' })
    const failed = runs.filter(({ status }) => status === 'failed')
    const step = steps.find(({ id }) => id === 'validate-inventory')
    expect([step?.counts.succeeded, step?.counts.failed ?? 0]).toEqual([
      runs.length - failed.length,
      failed.length,
    ])
    await tab.go('/?window=24h')
    const row = page.getByRole('row', { name: /validate-inventory/ })
    await row.waitFor()
    expect(await row.innerText()).toMatch(/%/)
  })

  it('S136: shows how many wait in a queue, and lets them go when it is resumed', async () => {
    const { page } = tab
    await tab.go('/queues')
    const row = page.getByRole('row', { name: /batch-process-users/ })
    await row.waitFor()
    expect(await row.innerText()).toContain('5')
    await row.getByRole('button', { name: /Pause/ }).click()
    await row.getByRole('button', { name: /Resume/ }).waitFor()
    for (let count = 0; count < 3; count++)
      await scene.server.workbench.trigger('batch-process-users', { userIds: [] })
    await waitFor('three that wait', async () => /\b3\b/.test(await row.innerText()))
    await row.getByRole('button', { name: /Resume/ }).click()
    await waitFor('their end', async () => {
      const waiting = await scene.server.workbench.runs({ step: 'batch-process-users', status: 'queued' })
      return waiting.length === 0
    })
  })

  it('says what reached no step, and what is spelled most like it', async () => {
    await scene.server.workbench.trigger('send-welcome-emial', {})
    await tab.go('/unrouted')
    await tab.page.getByText('send-welcome-emial').first().waitFor()
    await tab.page.getByRole('link', { name: 'send-welcome-email' }).first().waitFor()
  })

  it('shows a file that does not compile with its line, and that it is mended, by themselves', async () => {
    const { page } = tab
    const path = 'motia/steps/orders/validate-inventory.ts'
    const code = scene.project.read(path)
    await tab.go('/')
    scene.project.write(path, code.replace('const isValid =', 'const isValid = ='))
    await page.getByRole('alert').getByRole('link').first().click()
    await page
      .getByText(/validate-inventory\.ts:\d+/)
      .first()
      .waitFor()
    await page.getByText('const isValid = =').first().waitFor()
    scene.project.write(path, code)
    await page.getByText('All well.', { exact: false }).waitFor()
  })

  it('says that workers fail while one dies over and over again, and that all runs once it is mended', async () => {
    const { page } = tab
    await tab.go('/')
    const path = 'motia/steps/dying.py'
    scene.project.write(
      path,
      'import os\nfrom motia import event\nevent(id="dying")(lambda: 1)\nos._exit(3)\n',
    )
    await page.locator('aside').getByRole('link', { name: 'Workers fail' }).click({ timeout: 60_000 })
    await page.getByRole('heading', { name: 'Workers end over and over again' }).waitFor()
    await page.getByText('Python worker').first().waitFor()
    scene.project.remove(path)
    await page.locator('aside').getByText('Running').waitFor({ timeout: 60_000 })
  })

  it('goes to a step and to a search by keys, from the palette', async () => {
    const { page } = tab
    await tab.go('/logs')
    const choose = async (text: string, ...keys: string[]) => {
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByRole('combobox', { name: /jump or act|이동, 작업/ }).waitFor()
      await page.keyboard.type(text)
      for (const key of [...keys, 'Enter']) await page.keyboard.press(key)
    }
    await choose('inventory')
    await page.waitForURL(/\/steps\/validate-inventory/)
    await choose('cust_1', 'End', 'ArrowUp')
    await page.waitForURL(/\/runs\?text=cust_1/)
    await choose('한국어')
    await page.getByRole('heading', { name: '실행', exact: true }).waitFor()
    await choose('English')
    await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor()
  })
})

/** From the request of an order until the page shows it and both of its runs. */
async function timeUntilShown(page: Page, send: () => Promise<void>): Promise<number> {
  const steps = ['process-order', 'validate-inventory', 'process-payment']
  const rows = steps.map((step) => page.getByRole('link', { name: new RegExp(step) }))
  const before = await Promise.all(rows.map((row) => row.count()))
  await send()
  const times = rows.map((row, n) => timeUntil(row.nth(before[n] ?? 0)))
  return Math.max(...(await Promise.all(times)))
}
