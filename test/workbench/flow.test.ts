/** The flow of projects of 5, 20 and 60 steps: every node to be seen, none over another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../e2e/harness/project.ts'
import { type Server, startServer } from '../e2e/harness/server.ts'
import { type Browser, launchBrowser } from './browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Steps that each trigger two further ones, so that lines cross and rows fill. */
function writeSteps(project: Project, count: number): void {
  for (let index = 0; index < count; index++) {
    const next = [2 * index + 1, 2 * index + 2].filter((other) => other < count)
    const triggers = next.map((other) => `  await motia.trigger('step-${other}', {})`).join('\n')
    const code = `import { event } from '@motia/core'

export default event({ id: 'step-${index}', on: 'topic-${index % 7}' }, async () => {
${triggers}
})
`
    project.write(`motia/steps/many/step-${index}.ts`, code)
  }
}

describe.each([5, 20, 60])('a project of %i steps', (count) => {
  let project: Project
  let server: Server

  beforeAll(async () => {
    project = await createProject(`flow-${count}`)
    writeSteps(project, count)
    server = await startServer(project)
  })
  afterAll(async () => {
    await server?.stop()
    project?.dispose()
  })

  it('is drawn without a node over another', async () => {
    const tab = await browser.open(server.workbench.url)
    await tab.go('/flow')
    const nodes = tab.page.locator('.react-flow__node')
    await nodes.nth(count - 1).waitFor()
    const boxes = await nodes.evaluateAll((elements) =>
      elements.map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect()
        return { id: element.getAttribute('data-id'), left, top, right, bottom }
      }),
    )
    expect(boxes.filter(({ id }) => id?.startsWith('step:'))).toHaveLength(count)
    const over = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map((b) => `${a.id} over ${b.id}`),
    )
    expect(over).toEqual([])
    await tab.close()
  })
})
