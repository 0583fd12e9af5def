/** Does it tell how an attempt ended, in the shapes of the page? */
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat } from '../expect.ts'
import { NO_EFFECTS } from '../worker.ts'

const UNICODE = 'é 홍길동 😀 \u0000\u2028 "\\ end'
const NUMBERS = { zero: 0, negative: -1.5, large: 9_007_199_254_740_991, small: 1e-7, huge: 1e21 }

export const OUTCOMES: Theme = {
  title: 'Outcomes',
  cases: [
    {
      name: 'tells a success with its result as JSON text, and all lists of effects',
      asks: '{ status: "succeeded", result: Json, effects: { triggers, writes, reads, groupReads } }',
      async check(lab) {
        const payload = { a: [1, null, true, 'x', { b: {} }] }
        const { outcome, value } = await (await lab.worker()).succeed('echo', payload)
        expectEqual('the result', value, payload)
        expectEqual(
          'the outcome',
          { ...outcome, result: '' },
          { status: 'succeeded', result: '', effects: NO_EFFECTS },
        )
      },
    },
    {
      name: 'hands payloads of every type to the handler',
      asks: 'the payload of an event is whatever JSON holds',
      async check(lab) {
        const worker = await lab.worker()
        for (const payload of [null, true, 0, -1.5, '', 'text', [], [[1]], {}, { '': 0 }])
          expectEqual('the result', (await worker.succeed('echo', payload)).value, payload)
      },
    },
    {
      name: 'tells that a handler returned nothing as null',
      asks: '`result` is JSON text: "null"',
      async check(lab) {
        const { outcome } = await (await lab.worker()).succeed('nothing')
        expectEqual('the result', outcome.result, 'null')
      },
    },
    {
      name: 'keeps every character, both ways',
      asks: 'a frame is UTF-8',
      async check(lab) {
        const worker = await lab.worker()
        expectEqual('what unicode returns', (await worker.succeed('unicode')).value, UNICODE)
        expectEqual('what echo returns', (await worker.succeed('echo', { [UNICODE]: UNICODE })).value, {
          [UNICODE]: UNICODE,
        })
      },
    },
    {
      name: 'keeps numbers, both ways',
      asks: 'payloads, results and stored values are JSON',
      async check(lab) {
        const worker = await lab.worker()
        expectEqual('what numbers returns', (await worker.succeed('numbers')).value, NUMBERS)
        expectEqual('what echo returns', (await worker.succeed('echo', NUMBERS)).value, NUMBERS)
      },
    },
    {
      name: 'tells what a handler threw as an error, with what it had staged',
      asks: '`error`: anything else. Effects are those staged until then: the error step’s count',
      async check(lab) {
        const outcome = await (await lab.worker()).fail('fails')
        expectLike('the outcome', outcome, {
          reason: 'error',
          failure: { name: /./, message: 'no luck' },
          effects: {
            triggers: [{ target: 'echo', payload: '"staged"' }],
            writes: [],
            reads: [],
            groupReads: [],
          },
        })
      },
    },
    {
      name: 'shows a stack with the project’s files relative to its root',
      asks: '`stack` is the language’s own trace, with the files of the project relative to its root',
      async check(lab) {
        const { file } = (await lab.worker()).description.steps.find(({ id }) => id === 'fails') ?? {
          file: '',
        }
        const { stack } = (await (await lab.worker()).fail('fails')).failure
        if (stack === undefined) return // not every language has one
        expectThat(stack.includes(file), `the stack does not name ${file}: ${stack}`)
        expectThat(!stack.includes(`${lab.subject.cwd}/${file}`), `the stack has an absolute path: ${stack}`)
      },
    },
    {
      name: 'tells a NonRetryableError as non-retryable',
      asks: '`non-retryable`: a `NonRetryableError`, or an `HttpError` with a status below 500',
      async check(lab) {
        const outcome = await (await lab.worker()).fail('fails-for-good')
        expectLike('the outcome', outcome, {
          reason: 'non-retryable',
          failure: { name: 'NonRetryableError', message: 'never' },
        })
      },
    },
    {
      name: 'tells an HttpError with what it stands for',
      asks: '`http` is what an `HttpError` stands for: { status, body?, headers? }',
      async check(lab) {
        const worker = await lab.worker()
        const http = { status: 409, body: { taken: 'é' }, headers: { 'x-check': 'yes' } }
        const failure = { name: 'HttpError', http }
        expectLike('the outcome', await worker.fail('fails-with', http), { reason: 'non-retryable', failure })
        const outcome = await worker.fail('fails-with', { status: 503, body: { later: true } })
        expectLike('the outcome', outcome, { reason: 'error', failure: { http: { status: 503 } } })
      },
    },
    {
      name: 'refuses an input that does not match its schema, without calling the handler',
      asks: '`validation`: `failure.code` is MOTIA_VALIDATION, `failure.issues` lists { path, message }. No effects',
      async check(lab) {
        const outcome = await (await lab.worker()).fail('validates', { userId: 'u', n: 'x' })
        expectLike('the outcome', outcome, {
          reason: 'validation',
          failure: { code: 'MOTIA_VALIDATION', message: /\bn\b/, issues: [{ path: 'n', message: /./ }] },
        })
        expectEqual('its effects', outcome.effects, undefined)
      },
    },
    {
      name: 'names what does not match by dotted paths, however deep',
      asks: '`path` dotted (`items.0.quantity`)',
      async check(lab) {
        const payload = { userId: 'u', n: 1, items: [{ quantity: 1 }, { quantity: 'many' }] }
        const { failure } = await (await lab.worker()).fail('validates', payload)
        expectLike('the issues', failure.issues, [{ path: 'items.1.quantity' }])
      },
    },
    {
      name: 'accepts an input that matches, and does not look into metadata',
      asks: 'members whose names begin with `__` are metadata: they are not validated',
      async check(lab) {
        const payload = { userId: 'é', n: 2 }
        const worker = await lab.worker()
        expectLike('the result', (await worker.succeed('validates', payload)).value, payload)
        expectLike(
          'the result',
          (await worker.succeed('validates', { ...payload, __cause: {} })).value,
          payload,
        )
      },
    },
    {
      name: 'refuses a result that JSON cannot carry, and names its place',
      asks: 'what JSON cannot carry is refused where it is made, with MOTIA_PAYLOAD and its path',
      async check(lab) {
        const outcome = await (await lab.worker()).fail('unencodable')
        const failure = { code: 'MOTIA_PAYLOAD', message: /items\.1/ }
        expectLike('the outcome', outcome, { reason: 'error', failure })
      },
    },
  ],
}
