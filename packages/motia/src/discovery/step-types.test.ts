/** The generated types, and what TypeScript makes of them. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { StepDescriptor } from '@motia/core/descriptor'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { asJsonSchema } from '../schemas/as-json-schema.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { formatTypes, writeTypes } from './step-types.ts'

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
const CLIENT = fileURLToPath(new URL('../../../client/src/index.ts', import.meta.url))
const CORE = fileURLToPath(new URL('../../../core/src/index.ts', import.meta.url))

const tree = z.object({
  name: z.string(),
  get children() {
    return z.array(tree)
  },
})

const STEPS = [
  step('send-mail', z.object({ to: z.email(), copies: z.number().default(1), at: z.date().optional() })),
  step('a "quoted" id', tree),
  step('free'),
]

let project: TempProject

beforeEach(async () => {
  project = await createTempProject()
})

afterEach(() => project.dispose())

function step(id: string, schema?: z.ZodType): StepDescriptor {
  const payloadSchema = schema && asJsonSchema(schema, '/')
  return {
    id,
    kind: 'event',
    file: 'motia/a.ts',
    language: 'node',
    exportName: 'default',
    options: {},
    triggers: [],
    ...(payloadSchema !== undefined && { payloadSchema }),
  }
}

/** What the compiler says of a file of the project, line by line. */
async function compile(code: string): Promise<string[]> {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: [],
    lib: ['es2023', 'dom'],
    paths: { '@motia/core': [CORE], '@motia/core/*': [join(CORE, '../*.ts')], '@motia/client': [CLIENT] },
  }
  project.write({
    'package.json': '{ "type": "module" }',
    'a.ts': code,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['a.ts', '.motia/types.d.ts'] }),
  })
  const run = promisify(execFile)(process.execPath, [TSC, '-p', project.root, '--pretty', 'false'], {
    cwd: project.root,
  })
  const { stdout } = await run.catch((error: { stdout: string }) => error)
  return stdout.split('\n').filter((line) => line.startsWith('a.ts') || line.includes('error'))
}

describe('generated types', () => {
  it('are the same for the same steps, and written only when they change', async () => {
    expect(formatTypes(STEPS, { strict: false })).toBe(formatTypes([...STEPS].reverse(), { strict: false }))
    expect(await writeTypes(project.root, STEPS, { strict: false })).toBe(true)
    const path = join(project.root, '.motia/types.d.ts')
    const written = statSync(path).mtimeMs
    expect(await writeTypes(project.root, STEPS, { strict: false })).toBe(false)
    expect(statSync(path).mtimeMs).toBe(written)
    expect(await writeTypes(project.root, STEPS, { strict: true })).toBe(true)
    expect(readFileSync(path, 'utf8')).toContain('strict: true')
    expect(existsSync(`${path}.${process.pid}.tmp`)).toBe(false)
  })

  it('let a known id with its payload compile, any unknown id, and no wrong payload', async () => {
    await writeTypes(project.root, STEPS, { strict: false })
    const found = await compile(`import { motia } from '@motia/core'
await motia.trigger('send-mail', { to: 'x' })
await motia.trigger('send-mail', { to: 'x', copies: 2, at: new Date() }, { delay: 5 })
await motia.trigger('a "quoted" id', { name: 'x', children: [{ name: 'y', children: [] }] })
await motia.trigger('free')
await motia.trigger('unknown', 1)
await motia.trigger('send-mail', { to: 1 })
await motia.trigger('send-mail')
await globalThis.motia.call('a "quoted" id', { name: 'x', children: [{}] })
`)
    expect(found.map((line) => line.replace(/^a\.ts\((\d+),.*$/, '$1'))).toEqual(['7', '8', '9'])
  })

  it('refuse unknown ids in strict projects', async () => {
    await writeTypes(project.root, STEPS, { strict: true })
    const found = await compile(`import { motia } from '@motia/core'
await motia.trigger('free')
await motia.trigger('unknown')
`)
    expect(found).toEqual([expect.stringMatching(/^a\.ts\(3,.*"unknown"/)])
  })
})

describe('generated routes', () => {
  it('type a client by each step itself, or by its schemas', async () => {
    project.write({
      'motia/user.ts': `import { api, response } from '@motia/core'
export default api({ id: 'user', method: 'GET', path: '/users/:id' }, async ({ params }) => {
  if (params.id === '') return response(404, { missing: true })
  return { id: params.id, at: new Date() }
})
export const list = [api({ id: 'first', method: 'POST', path: '/first' }, () => 1)]
`,
    })
    const of = (id: string, more: Partial<StepDescriptor>): StepDescriptor => ({
      ...step(id),
      kind: 'api',
      ...more,
    })
    const steps = [
      of('user', { file: 'motia/user.ts', options: { method: 'GET', path: '/users/:id' } }),
      of('first', {
        file: 'motia/user.ts',
        exportName: 'list.0',
        options: { method: 'POST', path: '/first' },
      }),
      of('py', {
        file: 'motia/py.py',
        language: 'python',
        options: { method: 'POST', path: '/py' },
        payloadSchema: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
        responseSchemas: {
          200: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
        },
      }),
    ]
    await writeTypes(project.root, steps, { strict: false })
    const found = await compile(`import { createClient } from '@motia/client'
import type { Routes } from './.motia/routes.js'
const client = createClient()
const other = createClient<Routes>({ baseUrl: 'http://localhost' })
const user = await client.get('/users/:id', { params: { id: 'a' } })
if (user.status === 200) user.body.at satisfies string
if (user.status === 404) user.body.missing satisfies boolean
;(await other.post('/py', { body: { n: 1 } }).orThrow()).ok satisfies boolean
;(await client.post('/first').orThrow()) satisfies number
client.post('/py', { body: { n: 'x' } })
client.get('/user')
if (user.status === 200) user.body.at satisfies Date
`)
    expect(found.map((line) => line.replace(/^a\.ts\((\d+),.*$/, '$1'))).toEqual(['10', '11', '12'])
  })
})
