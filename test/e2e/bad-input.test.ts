/** Bad input never reaches a handler, never becomes a 500, and never hangs or ends a process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BODY_CLASSES } from './bad-input/body-classes.ts'
import type { BadCase, InputCase } from './bad-input/case.ts'
import { FRAMING_CLASSES } from './bad-input/framing-classes.ts'
import { JSON_CLASSES } from './bad-input/json-classes.ts'
import { MULTIPART_CLASSES } from './bad-input/multipart-classes.ts'
import { type RawAnswer, sendBytes } from './bad-input/raw-client.ts'
import { SLOW_CLASSES } from './bad-input/slow-classes.ts'
import { TARGET_CLASSES } from './bad-input/target-classes.ts'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

const CLASSES = [
  ...JSON_CLASSES,
  ...BODY_CLASSES,
  ...MULTIPART_CLASSES,
  ...FRAMING_CLASSES,
  ...TARGET_CLASSES,
  ...SLOW_CLASSES,
]

let project: Project
let server: Server
let pid: number

beforeAll(async () => {
  project = await createProject('bad-input')
  server = await startServer(project, { command: 'start' })
  pid = (await look()).pid
})
afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

async function look(): Promise<{ calls: number; pid: number; folders: number }> {
  const { status, body } = await server.request('GET', '/seen')
  expect(status).toBe(200)
  return body
}

const send = (input: InputCase) => sendBytes(Number(new URL(server.url).port), input)

it('are 25 classes or more, of 300 cases, each with neighbours that are accepted', () => {
  const lines = CLASSES.map(({ name, bad, accepted }) => `${bad.length} + ${accepted.length}  ${name}`)
  const count = CLASSES.reduce((sum, { bad }) => sum + bad.length, 0)
  console.log([...lines, `${count} bad inputs of ${CLASSES.length} classes`].join('\n'))
  expect(CLASSES.length).toBeGreaterThanOrEqual(25)
  expect(count).toBeGreaterThanOrEqual(300)
  for (const { name, bad, accepted } of CLASSES)
    expect([name, bad.length && accepted.length]).not.toEqual([name, 0])
})

describe.each(CLASSES)('$name', ({ bad, accepted, isCounted }) => {
  it('are refused, and reach no handler', async () => {
    const { calls, folders } = await look()
    const answers = await Promise.all(bad.map(async (input) => ({ input, answer: await send(input) })))
    expect(answers.filter(({ input, answer }) => !isAsExpected(input, answer)).map(describeAnswer)).toEqual(
      [],
    )
    await waitFor(
      'files of those that were cut off to be gone',
      async () => (await look()).folders === folders,
    )
    const { calls: now, pid: samePid } = await look()
    expect({ calls: now, pid: samePid }).toEqual({ calls, pid })
    expect((await server.request('GET', '/_motia/health')).status).toBe(200)
  })

  it('are accepted where nothing is wrong with them', async () => {
    const { calls } = await look()
    const answers = await Promise.all(accepted.map(async (input) => ({ input, answer: await send(input) })))
    expect(answers.filter(({ answer }) => String(answer.statuses) !== '200').map(describeAnswer)).toEqual([])
    if (isCounted !== false) expect((await look()).calls).toBe(calls + accepted.length)
  })
})

it('no process has ended, and nothing was said of an error', () => {
  expect(server.output()).not.toMatch(/restart|ended|\berror\b/i)
})

function isAsExpected({ expect: expected, code }: BadCase, { statuses, body }: RawAnswer): boolean {
  const allowed = [expected].flat()
  if (statuses.length === 0) return allowed.includes('closed')
  return (
    statuses.length === 1 &&
    allowed.includes(statuses[0] ?? 0) &&
    (code === undefined || JSON.parse(body).code === code)
  )
}

function describeAnswer({
  input,
  answer,
}: {
  input: InputCase & { expect?: unknown }
  answer: RawAnswer
}): string {
  return `${input.what}: ${answer.statuses.join(', ') || 'no answer'} ${answer.body.slice(0, 200)} (wanted ${input.expect ?? 200})`
}
