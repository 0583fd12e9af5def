import { expect, it } from 'vitest'
import { type RunFacts, toRunCurl, toTest } from './run-snippets.ts'

const urls = { api: 'http://localhost:3000', workbench: 'http://localhost:3111' }
const order: RunFacts = {
  stepId: 'create-order',
  input: { name: "O'Neil" },
  status: 'succeeded',
  result: null,
  request: { method: 'POST', path: '/orders', status: 201 },
  urls,
}
const stock: RunFacts = {
  stepId: 'check-stock',
  input: { sku: 'a' },
  status: 'succeeded',
  result: { left: 2 },
  urls,
}

/** Evaluates a snippet far enough to see that it is JavaScript. */
function parse(code: string): void {
  new Function(`return async () => { ${code.replace(/^import .*$/gm, '')} }`)
}

it('sends a request again, whatever quotes its body has', () => {
  expect(toRunCurl(order)).toBe(
    [
      `curl -X POST http://localhost:3000/orders \\`,
      `  -H 'content-type: application/json' \\`,
      `  --data-raw '{"name":"O'\\''Neil"}'`,
    ].join('\n'),
  )
})

it('sends no body with a GET', () => {
  const request = { method: 'GET', path: '/orders/1', status: 200 }
  expect(toRunCurl({ ...order, request })).toBe('curl http://localhost:3000/orders/1')
  expect(toTest({ ...order, request })).toContain(`await fetch('http://localhost:3000/orders/1')`)
})

it('triggers a step with the token of the project', () => {
  const curl = toRunCurl(stock)
  expect(curl).toContain('http://localhost:3111/api/v1/commands/trigger')
  expect(curl).toContain('Bearer $(cat .motia/workbench.token)')
  expect(curl).toContain(`{"target":"check-stock","payload":{"sku":"a"}}`)
})

it('tests that a request is answered as it was', () => {
  expect(toTest(order)).toContain('expect(response.status).toBe(201)')
  expect(() => parse(toTest(order))).not.toThrow()
})

it('tests that a run ends as it did', () => {
  expect(toTest(stock)).toContain(`"left": 2`)
  const failed = toTest({ ...stock, status: 'failed', failure: `it's "gone"` })
  expect(failed).toContain(`expect(run.failure.message).toBe('it\\'s "gone"')`)
  for (const code of [toTest(stock), failed]) expect(() => parse(code)).not.toThrow()
})
