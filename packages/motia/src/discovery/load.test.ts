/** Loading compiled files: which steps come out, and what is said about those that do not. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compileProject } from './compile.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { type LoadedFiles, loadFiles } from './load.ts'

let project: TempProject

beforeAll(() => process.setSourceMapsEnabled(true))

beforeEach(async () => {
  project = await createTempProject()
})

afterEach(() => project.dispose())

const CORE = "import { api, cron, event, noop } from '@motia/core'\nimport { z } from 'zod'\n"

async function load(files: Readonly<Record<string, string>>): Promise<LoadedFiles> {
  project.write(files)
  const manifest = await compileProject({ root: project.root })
  expect(manifest.mistakes).toEqual([])
  return loadFiles(project.root, manifest.files)
}

/** What is said about a step of these options. */
async function mistakesOf(made: string): Promise<string[]> {
  const { mistakes } = await load({ 'motia/a.ts': `${CORE}export default ${made}\n` })
  return mistakes.map(({ message, hint }) => (hint === undefined ? message : `${message} | ${hint}`))
}

describe('loaded steps', () => {
  it('are described with everything that JSON can carry', async () => {
    const { steps, mistakes } = await load({
      'motia/a.ts': `${CORE}
export default api({ id: 'a', method: 'POST', path: '/a/:x', schema: { body: z.object({ n: z.number() }), query: z.object({ q: z.string() }) },
  retry: false, description: 'd', flows: ['f'], timeout: undefined }, async () => { await motia.trigger('x') })
export const b = event({ id: 'b', on: ['t'], schema: z.object({ s: z.string().default('') }) }, notify)
export const c = cron({ id: 'c', schedule: '@daily', timezone: 'Asia/Seoul' }, notify)
export const d = noop({ id: 'd', from: 'b' })
async function notify() { await motia.trigger('y') }`,
    })
    expect(mistakes).toEqual([])
    const object = (properties: object, required?: string[]) => ({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties,
      ...(required && { required }),
    })
    const shared = { file: 'motia/a.ts', language: 'node' }
    expect(steps.map(({ descriptor }) => descriptor)).toEqual([
      {
        ...shared,
        kind: 'api',
        id: 'a',
        line: 4,
        exportName: 'default',
        options: { method: 'POST', path: '/a/:x', retry: false, description: 'd', flows: ['f'] },
        payloadSchema: object({ n: { type: 'number' } }, ['n']),
        querySchema: object({ q: { type: 'string' } }, ['q']),
        triggers: ['x', 'y'],
      },
      {
        ...shared,
        kind: 'event',
        id: 'b',
        line: 6,
        exportName: 'b',
        options: { on: ['t'] },
        payloadSchema: object({ s: { type: 'string', default: '' } }),
        triggers: ['y'],
      },
      {
        ...shared,
        kind: 'cron',
        id: 'c',
        line: 7,
        exportName: 'c',
        options: { schedule: '@daily', timezone: 'Asia/Seoul' },
        triggers: ['y'],
      },
      { ...shared, kind: 'noop', id: 'd', line: 8, exportName: 'd', options: { from: 'b' }, triggers: ['y'] },
    ])
  })

  it('are found in lists and objects, each once', async () => {
    const { steps } = await load({
      'motia/list.ts': `${CORE}export default ['a', 'b'].map((id) => event({ id }, f))\nfunction f() {}`,
      'motia/twice.ts': `${CORE}export const c = event({ id: 'c' }, () => {})\nexport default c\nexport { c as d }`,
      'motia/compiled.cjs': `Object.defineProperty(exports, '__esModule', { value: true })
const core = require('@motia/core')
exports.default = core.event({ id: 'e' }, () => {})`,
    })
    expect(steps.map(({ descriptor: { id, exportName } }) => [id, exportName])).toEqual([
      ['e', 'default'],
      ['a', 'default.0'],
      ['b', 'default.1'],
      ['c', 'default'],
    ])
  })
})

describe('a file that throws when it is loaded', () => {
  it('is named with the line of its source, and stops no other', async () => {
    const { steps, mistakes } = await load({
      'motia/a.ts': `${CORE}
interface Types { are: 'gone' }
const config = readConfig()
export default event({ id: 'a' }, () => config)

function readConfig(): string {
  throw new TypeError('DATABASE_PASSWORD is not set')
}`,
      'motia/b.ts': `${CORE}import { fail } from './fail'\nexport default event({ id: 'b' }, fail())`,
      'motia/c.ts': `${CORE}export default event({ id: 'c' }, () => {})`,
      'motia/fail.ts': 'export type T = 1\nexport function fail(): never {\n  throw "a string"\n}',
    })
    expect(steps.map(({ descriptor }) => descriptor.id)).toEqual(['c'])
    expect(mistakes).toEqual([
      {
        file: 'motia/a.ts',
        line: 9,
        column: 9,
        message: 'could not be loaded: TypeError: DATABASE_PASSWORD is not set',
        stepId: 'a',
      },
      { file: 'motia/b.ts', message: 'could not be loaded: it threw a string', stepId: 'b' },
    ])
  })

  it('is named where it imports what the other file does not export', async () => {
    const { mistakes } = await load({
      'motia/a.ts': `${CORE}
export { T } from './t'
export default event({ id: 'a' }, () => {})`,
      'motia/t.ts': 'export interface T {}',
    })
    expect(mistakes).toEqual([
      {
        file: 'motia/a.ts',
        line: 4,
        column: 1,
        message: expect.stringMatching(/'\.\/t\.ts' does not provide an export named 'T'/),
        hint: 'If T is a type: `import type { T }`, `export type { T }`.',
        stepId: 'a',
      },
    ])
  })
})

describe('options', () => {
  it.each([
    ['event({}, f)', ['id is missing']],
    ["event({ id: '' }, f)", ['id must be a text that is not empty']],
    [
      "event({ id: 'send mail\\n' }, f)",
      ['id "send mail\\n" holds a space or control character | "send-mail"?'],
    ],
    ["event({ id: 'a' })", ['event() needs a handler as its second argument']],
    [
      'event()',
      [
        'event() needs an object of options as its first argument',
        'event() needs a handler as its second argument',
      ],
    ],
    ["event({ id: 'a', timeot: 1 }, f)", ['"timeot" is no option of event steps, did you mean "timeout"?']],
    [
      "event({ id: 'a', method: 'GET' }, f)",
      ['"method" is no option of event steps | It is one of api steps.'],
    ],
    ["event({ id: 'a', on: [1] }, f)", ['on must be a topic, or a list of topics']],
    [
      "event({ id: 'a', timeout: 0, concurrency: 1.5 }, f)",
      [
        'timeout must be milliseconds, from 1 to 2147483647',
        'concurrency must be a whole number of at least 1',
      ],
    ],
    ["api({ id: 'a', method: 'GET' }, f)", ['path is missing']],
    [
      "api({ id: 'a', method: 'post', path: 'users' }, f)",
      ['method "post" does not exist, did you mean "POST"?', 'path "users" must begin with "/" | "/users"?'],
    ],
    [
      "api({ id: 'a', method: 'GET', path: '/a/:x/:x' }, f)",
      ['path "/a/:x/:x" has the parameter ":x" twice'],
    ],
    [
      "api({ id: 'a', method: 'GET', path: '/a?b' }, f)",
      ['path "/a?b" holds a character that no path has: ?'],
    ],
    [
      "api({ id: 'a', method: 'GET', path: '/', schema: z.string() }, f)",
      ['schema must name the part of the request that it is for | `schema: { body: … }`'],
    ],
    [
      "api({ id: 'a', method: 'GET', path: '/', schema: { bdy: z.any(), query: 1 } }, f)",
      [
        '"schema.bdy" does not exist, did you mean "body"?',
        'schema.query is no schema | JSON Schema, or anything that implements Standard Schema: zod 3.24 or later, valibot 1, arktype 2, …',
      ],
    ],
    [
      "api({ id: 'a', method: 'POST', path: '/', schema: { body: { name: z.string() }, response: { 200: { typ: 'null' }, 404: [] } } }, f)",
      [
        'schema.body is no schema, but "name" in it is | An object of schemas has to be made one: `z.object({ … })`.',
        'schema.response.200 has "typ", which is no keyword of JSON Schema, did you mean "type"? | A schema is JSON Schema, or anything that implements Standard Schema: zod 3.24 or later, valibot 1, arktype 2, …',
        'schema.response.404 is no schema | JSON Schema, or anything that implements Standard Schema: zod 3.24 or later, valibot 1, arktype 2, …',
      ],
    ],
    [
      "event({ id: 'a', schema: { type: 'strin' } }, f)",
      [expect.stringMatching(/^schema is no JSON Schema: .*type/)],
    ],
    [
      "event({ id: 'a', schema: { body: z.any() } }, f)",
      [
        'schema must be the payload\'s own, without "body" | `schema: z.object({ … })`: parts are for api steps.',
      ],
    ],
    ["noop({ id: 'a', from: 3 })", ['from must be an id or topic, or a list of them']],
    [
      "event({ id: 'a', retry: 3 }, f)",
      [expect.stringContaining('retry must be an object, or false | `retry: {')],
    ],
    [
      "event({ id: 'a', retry: { atempts: 3, delay: -1, factor: 0.5, jitter: 1, attempts: 0 } }, f)",
      [
        expect.stringContaining('"retry.atempts" does not exist, did you mean "attempts"?'),
        expect.stringContaining('retry.delay must be milliseconds, 0 or more'),
        expect.stringContaining('retry.factor must be a number of at least 1'),
        expect.stringContaining('retry.jitter must be true or false'),
        expect.stringContaining('retry.attempts must be a whole number of at least 1, the first included'),
      ],
    ],
  ])('%s: %j', async (made, expected) => {
    expect(await mistakesOf(`${made}\nfunction f() {}`)).toEqual(expected)
  })

  it.each([
    ["schedule: '0 9 * * *'", []],
    ["schedule: '*/5 * * * * *', timezone: 'UTC'", []],
    ["schedule: '@hourly'", []],
    ['', ['schedule must be a text']],
    ["schedule: '61 * * * *'", ['schedule "61 * * * *" is wrong: Invalid value for minute: 61']],
    [
      "schedule: 'a b c d e'",
      ['schedule "a b c d e" is wrong: configuration entry 1 (a) contains illegal characters.'],
    ],
    ["schedule: '* * * *'", ['schedule "* * * *" has 4 fields']],
    ["schedule: '@dayly'", ['schedule "@dayly" is no name of a schedule']],
    ["schedule: '2030-01-01T00:00:00'", ['schedule "2030-01-01T00:00:00" has 1 field']],
    ["schedule: '0 0 30 2 *'", ['schedule "0 0 30 2 *" never comes']],
    [
      "schedule: '@daily', timezone: 'Asia/Soul'",
      ['timezone "Asia/Soul" does not exist, did you mean "Asia/Seoul"?'],
    ],
    ["schedule: '@daily', overlap: 'kill'", ['overlap must be one of "skip", "queue", "allow"']],
  ])('cron with %s: %j', async (options, expected) => {
    const said = await mistakesOf(`cron({ id: 'tick', ${options} }, () => {})`)
    expect(said.map((text) => text.replace(/ \| .*/, ''))).toEqual(expected)
  })

  it('that are unknown leave the step usable; others do not', async () => {
    const { steps, mistakes } = await load({
      'motia/a.ts': `${CORE}
export const a = event({ id: 'a', colour: 1 }, () => {})
export const b = event({ id: 'b', timeout: 'long' }, () => {})
export const c = event({ id: 'c' }, () => {})`,
    })
    expect(steps.map(({ descriptor }) => descriptor.id)).toEqual(['a', 'c'])
    expect(mistakes).toEqual([
      { file: 'motia/a.ts', line: 4, message: '"colour" is no option of event steps', stepId: 'a' },
      {
        file: 'motia/a.ts',
        line: 5,
        message: 'timeout must be milliseconds, from 1 to 2147483647',
        stepId: 'b',
      },
    ])
  })
})
