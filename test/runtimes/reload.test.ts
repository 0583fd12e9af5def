/** Edits of steps of every language while their server runs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireInfo } from '../../packages/motia/src/workbench/wire/app.ts'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { BROKEN, BROKEN_LINE, MENDED, SLOW } from './edits.ts'
import { type Fixture, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture('reload')
})

afterAll(() => fixture?.stop())

const HELPERS = {
  ts: 'lib/typescript/words.ts',
  js: 'lib/javascript/words.js',
  py: 'lib/python_words.py',
  rb: 'lib/ruby_words.rb',
}

describe.each(LANGUAGES)('$name', ({ suffix, folder, runtime }) => {
  const result = async (id: string, payload?: unknown) =>
    (await fixture.workbench.result(`${id}-${suffix}`, payload)).run
  const replace = (file: string, from: string, to: string) =>
    fixture.project.write(file, fixture.project.read(file).replace(from, to))
  const mistakes = async () => (await fixture.workbench.get<WireInfo>('/api/v1/info')).mistakes
  const edited = (expected: object) =>
    waitFor('the edit to count', async () => {
      const run = await result('edited')
      return Object.entries(expected).every(([name, value]) => (run.result as never)[name] === value)
    })

  it('an edited step answers anew', async () => {
    expect((await result('edited')).result).toEqual({ edition: 'first', greeting: 'hello' })
    replace(`${folder}/edited.${suffix}`, 'first', 'second')
    await edited({ edition: 'second' })
  })

  it('an edited helper outside of motia/ counts too', async () => {
    replace(HELPERS[suffix], 'hello', 'bonjour')
    await edited({ greeting: 'bonjour' })
  })

  it('a run under way while files are edited is not lost', async () => {
    const { workbench } = fixture
    const { runs } = await workbench.trigger(`naps-${suffix}`, { ms: 2_000 })
    const runId = runs[0]?.runId as string
    await waitFor('it to begin', async () => (await workbench.run(runId)).run.status === 'running')
    replace(`${folder}/edited.${suffix}`, 'second', 'third')
    await edited({ edition: 'third' })
    const { run } = await workbench.ended(runId)
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: { slept: 2_000 } })
  })

  it('a file that cannot be parsed is named with its line, others work, and an edit mends it', async () => {
    const file = `${folder}/mended.${suffix}`
    fixture.project.write(file, BROKEN[suffix])
    const mistake = await waitFor('the mistake', async () =>
      (await mistakes()).find((one) => one.file === file),
    )
    expect(mistake).toMatchObject({ file, line: BROKEN_LINE })
    await fixture.server.prints(`${file}:${BROKEN_LINE}`)
    await waitFor('others to work', async () => (await result('echo', 'works')).result === 'works')
    fixture.project.write(file, MENDED[suffix])
    await waitFor('it to work', async () => {
      const { runs } = await fixture.workbench.trigger(`mended-${suffix}`)
      if (!runs[0]) return false // nobody knows it yet
      return (await fixture.workbench.ended(runs[0].runId)).run.result === 3
    })
    await waitFor('no mistake', async () => (await mistakes()).every((one) => one.file !== file))
  })

  it('a file that takes three seconds to load holds up nobody, and is served afterwards', async () => {
    const { server, workbench, project } = fixture
    const page = () => server.request('GET', `/${suffix}/slow`)
    await waitFor('earlier edits to be done with', async () => (await page()).status === 404)
    project.write(`${folder}/slow.${suffix}`, SLOW[suffix])
    // Steps of TypeScript and JavaScript are loaded before the app answers: a request waits as long, and is answered.
    const first = await waitFor('the new app', async () => {
      const answer = await page()
      return answer.status !== 404 && answer
    })
    if (runtime === 'node') expect(first.status).toBe(200)
    else {
      expect(first.status).toBe(503)
      expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await server.request('GET', '/ts/answers/value')).status).toBe(200)
    }
    const { runs } = await workbench.trigger(`slow-${suffix}`)
    const { run } = await workbench.ended(runs[0]?.runId as string)
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: 'loaded' })
    await waitFor('the page', async () => (await page()).text === '"loaded"')
    project.remove(`${folder}/slow.${suffix}`)
    await waitFor('it to be gone', async () => (await page()).status === 404)
  })
})
