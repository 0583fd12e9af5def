import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createInk } from '../../observability/ink.ts'
import { checkWorker } from './check.ts'
import { wordResult, wordSum } from './report.ts'

const WORKER = fileURLToPath(new URL('fixtures/wrong-worker.mjs', import.meta.url))
const PLAIN = createInk(false)

function check(flaw: string, only: string, patienceMs = 1500) {
  return checkWorker({
    command: process.execPath,
    args: [WORKER, flaw],
    cwd: process.cwd(),
    env: process.env,
    files: [{ source: 'steps.mjs', output: WORKER }],
    without: [],
    only,
    patienceMs,
  })
}

/** What a worker does wrong, the case that finds it, and what that says. */
const FLAWS: readonly [flaw: string, name: string, wrong: RegExp][] = [
  ['has no version', 'says ready before anything else', /the first message\.v is missing, not 1/],
  ['takes any version', 'ends when the host speaks another version', /did not end within/],
  ['heeds SIGINT', 'ignores SIGINT', /the worker ended with exit code 130/],
  ['reads chunks', 'reads a frame that arrives byte by byte', /did not come within/],
  ['is strict', 'ignores messages and members', /the worker ended with exit code 1/],
  ['begins late', 'before a handler that blocks for ever', /begun of 1 \(blocks\) did not come within/],
  ['begins late', 'before a handler that ends the process', /begun .* the worker ended with exit code 7/],
  ['begins twice', 'has begun, once', /\["begun","begun","done"\], not \["begun","done"\]/],
  ['ignores cancels', 'never begins what was cancelled before', /what came of it is \[\{"t":"begun"/],
  ['keeps what is withdrawn', 'never begins what was withdrawn before', /what came of it is \[\{"t":"begun"/],
  ['counts pings', 'answers a ping while a handler sleeps', /p is 1, not 12345/],
  ['parses results', 'tells a success', /the result of echo is .*, no JSON text in a string/],
  ['forgets effects', 'tells a success', /the outcome is \{"status":"succeeded","result":""\}, not/],
  ['stops at once', 'lets its attempts end when it is stopped', /done of 1 \(sleeps\) did not come/],
  ['ends badly', 'ends at once when it is stopped', /is \{"code":3,"signal":null\}, not \{"code":0/],
  ['outlives the app', 'ends at once when the channel does', /did not end within/],
]

describe('the check of a worker', () => {
  it.concurrent.each(FLAWS)('finds that it %s: "%s"', async (flaw, name, wrong) => {
    const [right] = await check('nothing', name)
    expect(right).toMatchObject({ status: 'passed' })
    const [result, ...others] = await check(flaw, name)
    expect(others).toEqual([])
    expect(result).toMatchObject({ status: 'failed', failure: { wrong: expect.stringMatching(wrong) } })
  })

  it('tells what was sent, what came and what the page asks for', async () => {
    const [result] = await check('counts pings', 'answers a ping while a handler sleeps')
    const words = result ? wordResult(result, true, PLAIN) : ''
    expect(words).toMatch(/^\nRunning\n {2}✗ answers a ping while a handler sleeps\n {6}p is 1, not 12345\n/)
    expect(words).toContain('docs/protocol.md: `ping` { p } is answered with `pong` { p }')
    expect(words).toContain('        → {"t":"ping","p":12345}')
    expect(words).toContain('        ← {"t":"pong","p":1}')
  })

  it('goes on after a case that failed, with another worker', async () => {
    const results = await check('begins late', 'has begun')
    expect(results.map(({ status }) => status)).toEqual(['failed', 'failed', 'passed'])
    expect(wordSum(results, 1500, PLAIN)).toBe('\n1 passed, 2 failed in 1.5 s\n')
  })

  it('does not wait again and again for a worker that never starts', async () => {
    const results = await checkWorker({
      ...{ command: '/no/such/interpreter', args: [], cwd: process.cwd(), env: {}, files: [] },
      ...{ without: [], patienceMs: 60_000 },
    })
    const wrong = results.flatMap(({ failure }) => failure?.wrong ?? [])
    expect(results.filter(({ status }) => status === 'passed')).toEqual([])
    expect(wrong.at(-1)).toBe('no worker starts: described did not come: the worker could not be started')
  })
})
