/** What goes on over a reload: runs on the old code, streams of events, and what the project cannot be loaded without. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

const version = (n: number) => `import { api } from '@motia/core'
export default api({ id: 'version', method: 'GET', path: '/version' }, () => ({ n: ${n} }))
`
const LATE = `import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { api, event, sse } from '@motia/core'

export const late = event({ id: 'late' }, async () => {
  writeFileSync('begun', '')
  while (!existsSync('go')) await sleep(20)
  const { word } = await import('../lib/word.ts')
  writeFileSync('word', word)
})
export const begin = api({ id: 'begin', method: 'POST', path: '/begin' }, (_, ctx) => ctx.trigger('late', {}))
export const ticks = api({ id: 'ticks', method: 'GET', path: '/ticks' }, (_, { signal }) =>
  sse(async function* () {
    for (let n = 0; ; n++) {
      yield { data: n }
      await sleep(20, undefined, { signal })
    }
  }),
)
`

beforeAll(async () => {
  project = await createProject('http-reload')
  project.write('motia/steps/version.ts', version(0))
  project.write('motia/steps/late.ts', LATE)
  project.write('motia/lib/word.ts', "export const word = 'old'\n")
  server = await startServer(project)
})
afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

const answers = (n: number) =>
  waitFor(`version ${n}`, async () => (await server.request('GET', '/version')).body?.n === n)
const edit = async (n: number) => {
  project.write('motia/steps/version.ts', version(n))
  await answers(n)
}
const written = (name: string) => existsSync(join(project.folder, name))

describe('a reload', () => {
  it('leaves a run that goes on the code that it has yet to load, however many follow', async () => {
    await server.request('POST', '/begin', {})
    await waitFor('the run', () => written('begun'))
    project.write('motia/lib/word.ts', "export const word = 'new'\n")
    for (let n = 1; n <= 12; n++) await edit(n)
    project.write('go', '')
    await waitFor('its end', () => written('word') && project.read('word') !== '')
    expect(project.read('word')).toBe('old')
  }, 120_000)

  it('is not made for a step that ends whatever loads it', async () => {
    project.write('motia/steps/late.ts', `${LATE}\nif (process.title !== 'motia app') process.exit(3)\n`)
    await server.prints(/worker ended while it loaded the project(?:.|\n)*goes on until this is mended/)
    expect((await server.request('GET', '/version')).body).toEqual({ n: 12 })
    project.write('motia/steps/late.ts', LATE)
    await edit(13)
  })

  it('waits for a package.json that is JSON, since nothing can be loaded without', async () => {
    const good = project.read('package.json')
    project.write('package.json', '{ "name": ')
    await server.prints('what was loaded before goes on')
    project.write('motia/steps/version.ts', version(20))
    await server.prints(/package\.json(?:.|\n)*package\.json/)
    expect((await server.request('GET', '/version')).body).toEqual({ n: 13 })
    project.write('package.json', good)
    await answers(20)
  })
})

it('a stream of events ends, whole, when the server stops', async () => {
  const response = await fetch(`${server.url}/ticks`)
  const text = response.text()
  expect(await server.stop()).toBe(0)
  expect(await text).toMatch(/^data: 0\n\n(?:data: \d+\n\n)*$/)
})
