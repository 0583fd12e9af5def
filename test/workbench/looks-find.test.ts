/** Whether what looks for flaws finds them: each is planted once. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Browser, launchBrowser } from './browser.ts'
import { findFlaws } from './looks.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

async function flawsOf(body: string): Promise<string> {
  const { page } = await browser.open('http://localhost', { width: 400, height: 400 })
  const head = '<html lang="en"><title>t</title><body style="margin:0;background:#fff;color:#000">'
  await page.setContent(`${head}<main><h1>Title</h1>${body}</main>`)
  return (await findFlaws(page)).join('\n')
}

it('finds nothing where all is well', async () => {
  expect(await flawsOf('<p>A sentence.</p><section><p>Another one.</p></section>')).toBe('')
})

it.each([
  ['covered', '<button>Save</button><div style="position:absolute;inset:0;background:#fff">Over it</div>'],
  ['cut without a sign', '<p style="width:40px;overflow:hidden;white-space:nowrap">Longer than its box</p>'],
  ['px wide, of 400', '<p style="width:700px">Wide</p>'],
  ['an empty box', '<section style="height:80px"></section>'],
  ['axe color-contrast', '<p style="color:#bbb">Hardly seen</p>'],
  ['axe button-name', '<button style="width:30px;height:30px"></button>'],
])('finds what is %s', async (finding, body) => {
  expect(await flawsOf(body)).toContain(finding)
})
