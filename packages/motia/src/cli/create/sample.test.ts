/** The samples' steps, executed as their users' code: what a new project answers, before any engine is involved. */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { motia, type TriggerOptions } from '@motia/core'
import { setHost } from '@motia/core/ambient'
import { toResponse } from '@motia/core/outcome'
import { type StandardSchema, validate } from '@motia/core/schema'
import { isStep, type Step } from '@motia/core/step'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, type MockInstance, vi } from 'vitest'
import { composeProject } from './project.ts'
import { assumeAnswers } from './question.ts'
import { writeProject } from './write.ts'

const workspace = fileURLToPath(new URL('../../../../../', import.meta.url))
const LOGGER = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
/** Steps by id, of both samples. */
let steps: Map<string, Step>
let state: Map<string, unknown>
let printed: MockInstance
/** What handlers triggered, in order. */
let triggered: { target: string; payload: unknown; after: unknown }[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motia-sample-'))
  for (const name of ['zod', '@motia/core']) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(join(workspace, 'node_modules', name), join(folder, 'node_modules', name))
  }
  steps = new Map([...(await loadSteps('full-stack')), ...(await loadSteps('minimal'))])
  vi.stubGlobal('motia', motia)
})

afterAll(() => {
  vi.unstubAllGlobals()
  rmSync(folder, { recursive: true })
})

beforeEach(() => {
  state = new Map()
  triggered = []
  const trigger = async (target: string, payload: unknown, options: TriggerOptions | undefined) => {
    triggered.push({ target, payload, after: options?.after })
    return { id: target, traceId: 'trace', routed: true, runs: [], result: async () => undefined }
  }
  setHost({ trigger, call: () => expect.fail('no sample calls'), logger: LOGGER })
  printed = vi.spyOn(console, 'log').mockReturnValue()
})

afterEach(() => {
  setHost(undefined)
  vi.restoreAllMocks()
})

async function loadSteps(template: 'full-stack' | 'minimal'): Promise<[string, Step][]> {
  const answers = assumeAnswers({ packageManager: 'npm', template, features: ['api', 'jobs', 'ai'] })
  const files = composeProject(answers, { name: template, packageName: template, motiaVersion: '0.0.0' })
  writeProject(join(folder, template), files)
  const sources = [...files.keys()].filter((path) => /^motia\/.*\.ts$/.test(path))
  const modules = await Promise.all(sources.map((path) => import(join(folder, template, path))))
  return modules.flatMap(({ default: step }) => (isStep(step) ? [[step.options.id, step] as const] : []))
}

/** Validates, then runs the handler on the test's state: the way of a request or a payload through a step. */
async function run(id: string, input: Record<string, unknown>, attempt = 2): Promise<unknown> {
  const step = steps.get(id) ?? expect.fail(`no step ${id}: ${[...steps.keys()].join(', ')}`)
  const { schema } = step.options as { schema?: StandardSchema | Record<string, StandardSchema> }
  const parsed: Record<string, unknown> = { ...input }
  if (step.kind === 'api') {
    for (const [part, partSchema] of Object.entries(schema ?? {})) {
      parsed[part] = await parse(partSchema, input[part] ?? {})
    }
  } else if (schema) {
    Object.assign(parsed, await parse(schema as StandardSchema, input))
  }
  return step.handler?.(parsed, { attempt, idempotencyKey: 'key', state: STATE, logger: LOGGER } as never)
}

async function parse(schema: StandardSchema, value: unknown): Promise<unknown> {
  const checked = await validate(schema, value)
  if ('issues' in checked) throw new Error(`invalid: ${checked.issues.map(({ path }) => path)}`)
  return checked.value
}

/** The verbs of `ctx.state` that the samples use. */
const STATE = {
  get: async (group: string, key: string) => state.get(`${group}/${key}`) ?? null,
  set: async (group: string, key: string, value: unknown) => void state.set(`${group}/${key}`, value),
  patch: async (group: string, key: string, partial: object) =>
    void state.set(`${group}/${key}`, { ...(state.get(`${group}/${key}`) as object), ...partial }),
  increment: async (group: string, key: string, by = 1) =>
    void state.set(`${group}/${key}`, Number(state.get(`${group}/${key}`) ?? 0) + by),
  list: async (group: string) =>
    [...state].flatMap(([path, value]) =>
      path.startsWith(`${group}/`) ? [{ key: path.slice(group.length + 1), value, version: 1 }] : [],
    ),
}

async function placePurchase(copies: number) {
  const body = { bookId: 'genji', copies, email: 'you@example.com' }
  return toResponse(await run('place-purchase', { body })) as { status: number; body: { id: string } }
}

it('shows the shelf, and finds books by title and author', async () => {
  expect(await run('list-books', {})).toMatchObject({ books: { length: 6 } })
  expect(await run('list-books', { query: { q: 'shelley' } })).toMatchObject({
    books: [{ id: 'frankenstein' }],
  })
})

it('takes a purchase, and shows how far it is', async () => {
  const { status, body } = await placePurchase(2)
  expect(status).toBe(201)
  expect(body).toMatchObject({ bookId: 'genji', copies: 2, totalCents: 5980, status: 'placed' })
  expect(triggered).toEqual([{ target: 'fulfil-purchase', payload: body, after: undefined }])
  expect(await run('read-purchase', { params: { id: body.id } })).toEqual(body)
})

it('answers 404 for a book or a purchase that does not exist', async () => {
  const body = { bookId: 'nothing', email: 'you@example.com' }
  await expect(run('place-purchase', { body })).rejects.toMatchObject({ status: 404 })
  await expect(run('read-purchase', { params: { id: 'nothing' } })).rejects.toMatchObject({ status: 404 })
})

it('puts stock, payment and courier in an order by `after`', async () => {
  await run('fulfil-purchase', (await placePurchase(1)).body)
  expect(
    triggered.slice(1).map(({ target, after }) => [target, (after as { id: string } | undefined)?.id]),
  ).toEqual([
    ['reserve-stock', undefined],
    ['charge-card', 'reserve-stock'],
    ['book-courier', 'charge-card'],
  ])
})

it('leads a purchase from placed to shipped, and thanks the buyer', async () => {
  const { body } = await placePurchase(1)
  const seen: unknown[] = []
  for (const id of ['reserve-stock', 'charge-card', 'book-courier']) {
    await run(id, body)
    seen.push((state.get(`purchases/${body.id}`) as { status: string }).status)
  }
  expect(seen).toEqual(['reserved', 'paid', 'shipped'])

  const shipped = triggered.find(({ target }) => target === 'purchase.shipped')
  const subscribers = [...steps.values()].filter(
    ({ options }) => 'on' in options && options.on === shipped?.target,
  )
  expect(subscribers.map(({ options }) => options.id)).toEqual(['thank-buyer'])
  await run('thank-buyer', shipped?.payload as Record<string, unknown>)
  expect(printed).toHaveBeenCalledWith(expect.stringContaining('you@example.com'))
})

it('sells no more than there is, and reports what was sold', async () => {
  const { body } = await placePurchase(5)
  for (let i = 0; i < 8; i++) await run('reserve-stock', body)
  await expect(run('reserve-stock', body)).rejects.toMatchObject({ name: 'NonRetryableError' })
  expect(await run('report-sales', {})).toEqual({ copies: 40, byBook: { genji: 40 } })
})

it('misses a payment at its first attempt only', async () => {
  const { body } = await placePurchase(1)
  vi.spyOn(Math, 'random').mockReturnValue(0)
  await expect(run('charge-card', body, 1)).rejects.toThrow('The bank did not answer')
  expect(await run('charge-card', body, 2)).toMatchObject({ chargedCents: 2990 })
})

it.each([
  ['recommend-book', { mood: 'a rainy Sunday' }],
  ['ask', { question: 'What is a step?' }],
])('%s answers without a key, and says that it is FAKE', async (id, body) => {
  expect(await run(id, { body })).toEqual({
    provider: 'fake',
    answer: expect.stringMatching(/^FAKE .* motia\/ai\/provider\.ts\.$/),
  })
})

it('says hello, and greets in an order', async () => {
  expect(await run('hello', {})).toEqual({ message: 'Hello, world!' })
  await run('greet-every-morning', {})
  expect(triggered).toMatchObject([
    { target: 'send-greeting', payload: { to: 'world' } },
    { target: 'count-greeting', payload: { to: 'world' }, after: { id: 'send-greeting' } },
  ])
  for (const { target, payload } of triggered) await run(target, payload as Record<string, unknown>)
  expect(state.get('greetings/world')).toBe(1)
})

it('asks a real model once one line names it, and passes its errors on', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'secret')
  let asked: { model?: string; messages?: unknown; authorization?: string | undefined } = {}
  const server = createServer(async (request, answer) => {
    asked = { ...JSON.parse(Buffer.concat(await request.toArray()).toString()) }
    asked.authorization = request.headers.authorization
    if (asked.model === 'broken') answer.writeHead(429).end('slow down')
    else answer.end(JSON.stringify({ choices: [{ message: { content: 'Genji.' } }] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const { openai } = await import(join(folder, 'full-stack/motia/ai/provider.ts'))
  try {
    const question = { system: 'You sell books.', question: 'rain' }
    expect(await openai('some-model', url).ask(question)).toBe('Genji.')
    expect(asked).toMatchObject({
      model: 'some-model',
      authorization: 'Bearer secret',
      messages: [
        { role: 'system', content: 'You sell books.' },
        { role: 'user', content: 'rain' },
      ],
    })
    await expect(openai('broken', url).ask(question)).rejects.toThrow('answered 429: slow down')
  } finally {
    vi.unstubAllEnvs()
    server.close()
  }
})
