/** A run as something to paste: a `curl` that does it again, a test that expects it again. Pure; panels/run copies them. */
import { type CurlRequest, toCurl } from '../endpoints/curl.ts'
import { toPretty } from '../json.ts'

/** What both are made of. */
export interface RunFacts {
  readonly stepId: string
  readonly input: unknown
  readonly status: string
  readonly result: unknown
  readonly failure?: string
  readonly request?: { readonly method: string; readonly path: string; readonly status: number }
  /** Of the project's API, and of the Workbench. */
  readonly urls: { readonly api: string; readonly workbench: string }
}

/** Of a request the request, of any other run the command that triggers its step. */
export function toRunCurl({ stepId, input, request, urls }: RunFacts): string {
  if (request) {
    const { method, path } = request
    return toCurl({ method, url: urls.api + path, ...toJsonBody(bodyOf(method, input)) })
  }
  return toCurl({
    method: 'POST',
    url: `${urls.workbench}/api/v1/commands/trigger`,
    tokenFile: '.motia/workbench.token',
    ...toJsonBody({ target: stepId, payload: input ?? null }),
  })
}

function toJsonBody(body: unknown): Pick<CurlRequest, 'headers' | 'body'> {
  if (body === undefined) return {}
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function bodyOf(method: string, input: unknown): unknown {
  return method === 'GET' || method === 'HEAD' || input === null ? undefined : input
}

/** A test for Vitest; the project has to run meanwhile. */
export function toTest(facts: RunFacts): string {
  return facts.request ? toRequestTest(facts, facts.request) : toRunTest(facts)
}

function toRequestTest({ stepId, input, urls }: RunFacts, request: NonNullable<RunFacts['request']>): string {
  const { method, path, status } = request
  const body = bodyOf(method, input)
  const options = [
    ...(method === 'GET' ? [] : [`method: ${literal(method)}`]),
    ...(body === undefined
      ? []
      : [
          `headers: { 'content-type': 'application/json' }`,
          `body: JSON.stringify(${indent(literal(body), 4)})`,
        ]),
  ]
  const given = options.length === 0 ? '' : `, {\n${options.map((option) => `    ${option},\n`).join('')}  }`
  return [
    '// The project has to be running: npx motia dev',
    `import { expect, it } from 'vitest'`,
    '',
    `it(${literal(`${stepId} answers ${method} ${path} with ${status}`)}, async () => {`,
    `  const response = await fetch(${literal(urls.api + path)}${given})`,
    `  expect(response.status).toBe(${status})`,
    '})',
    '',
  ].join('\n')
}

function toRunTest({ stepId, input, status, result, failure }: RunFacts): string {
  const isGood = status === 'succeeded'
  const expected = isGood
    ? [
        `  expect(run.status).toBe('succeeded')`,
        `  expect(run.result).toEqual(${indent(literal(result ?? null), 2)})`,
      ]
    : [
        `  expect(run.status).toBe('failed')`,
        ...(failure === undefined ? [] : [`  expect(run.failure.message).toBe(${literal(failure)})`]),
      ]
  return [
    '// The project has to be running: npx motia dev',
    `import { spawnSync } from 'node:child_process'`,
    `import { expect, it } from 'vitest'`,
    '',
    `const input = ${literal(input ?? null)}`,
    '',
    `it(${literal(`${stepId} ${isGood ? 'succeeds' : 'fails'}`)}, () => {`,
    `  const options = ['--wait', '--json']`,
    `  const { stdout } = spawnSync('npx', ['motia', 'trigger', ${literal(stepId)}, JSON.stringify(input), ...options])`,
    '  const [run] = JSON.parse(String(stdout)).runs',
    ...expected,
    '}, 300_000)',
    '',
  ].join('\n')
}

/** JSON is an expression of JavaScript; a text is written as people write it. */
function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  return toPretty(value)
}

function indent(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`)
}
