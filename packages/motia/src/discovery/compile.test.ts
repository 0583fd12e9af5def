/** Projects on disk, compiled and then loaded by Node: what imports mean, and which files hold steps. */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileProject } from './compile.ts'
import { CORE, step } from './fixtures/step-source.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { loadFiles } from './load.ts'
import type { Manifest } from './manifest.ts'

let project: TempProject

beforeEach(async () => {
  project = await createTempProject()
})

afterEach(() => project.dispose())

function compile(): Promise<Manifest> {
  return compileProject({ root: project.root })
}

/** Compiles, loads and runs every step; fails on any mistake. */
async function results(): Promise<Record<string, unknown>> {
  const manifest = await compile()
  const loaded = await loadFiles(project.root, manifest.files)
  expect([...manifest.mistakes, ...loaded.mistakes]).toEqual([])
  const entries = loaded.steps.map(async ({ step }) => [
    step.options.id,
    await step.handler?.({}, {} as never),
  ])
  return Object.fromEntries(await Promise.all(entries))
}

describe('imports', () => {
  it('find TypeScript without extension, as .js, as a folder, as JSON and by a path alias', async () => {
    project.write({
      'tsconfig.json':
        '{ "compilerOptions": { "paths": { "@lib/*": ["./motia/lib/*"] } }, "include": ["web"] }',
      'motia/steps/deep/a.ts': step(
        'a',
        '[b, c, d, e, name, version, data.n, raw.n].join()',
        `import { b } from '../../lib/b'
import { c } from '../../lib/c.js'
import { d } from '../../lib/d'
import { e } from '@lib/e'
import data, { name, version } from '../../data.json'
import raw from '../../data.json' with { type: 'json' }`,
      ),
      'motia/lib/b.ts': "export const b: string = 'b'",
      'motia/lib/c.tsx': "export const c = 'c' as const",
      'motia/lib/d/index.mts': "export const d = 'd' satisfies string",
      'motia/lib/e.ts': "export enum E { e = 'e' }\nexport const e = E.e",
      'motia/data.json': '{ "name": "N", "version": 1, "n": 2, "not-a-name": 0, "default": 0 }',
    })
    expect(await results()).toEqual({ a: 'b,c,d,e,N,1,2,2' })
  })

  it('share one instance of what they share, however they get there', async () => {
    project.write({
      'motia/lib/counter.ts': 'let n = 0\nexport const next = () => ++n',
      'motia/a.ts': step('a', 'next()', "import { next } from './lib/counter'"),
      'steps/b.js': step('b', 'next()', "import { next } from '../motia/lib/counter.js'"),
      'src/c.cjs':
        "const { event } = require('@motia/core')\nconst { next } = require('../motia/lib/counter')\nmodule.exports = event({ id: 'c' }, () => next())",
      'src/d.ts': step('d', "(await import('../motia/lib/counter')).next()"),
    })
    expect(Object.values(await results()).sort()).toEqual([1, 2, 3, 4])
  })

  it('may go round in circles, and reach functions declared further down', async () => {
    project.write({
      'motia/a.ts': `${step('a', 'first()', "import { second } from './b'")}
export function first() { return second() + isLate() }
function isLate(): string { return ' late' }`,
      'motia/b.ts': "import { first } from './a'\nexport function second() { return typeof first }",
    })
    expect(await results()).toEqual({ a: 'function late' })
  })

  it('reach files beside the project and linked packages of a monorepo that are made of TypeScript', async () => {
    project.write({
      'app/motia/a.ts': step(
        'a',
        'shared() + linked',
        "import { shared } from '../../shared/s'\nimport { linked } from 'linked'",
      ),
      'shared/s.ts': "import { z } from 'zod'\nexport const shared = (): string => typeof z.string",
      'packages/linked/package.json': '{ "name": "linked", "exports": "./index.ts" }',
      'packages/linked/index.ts': "export const linked: string = '+linked'",
    })
    symlinkSync(join(project.root, 'packages/linked'), join(project.root, 'node_modules/linked'))
    const root = join(project.root, 'app')
    const manifest = await compileProject({ root })
    const { steps, mistakes } = await loadFiles(root, manifest.files)
    expect([...manifest.mistakes, ...mistakes]).toEqual([])
    expect(await steps[0]?.step.handler?.({}, {} as never)).toBe('function+linked')
    expect([...manifest.helpers].sort()).toEqual(['../packages/linked/index.ts', '../shared/s.ts'])
  })

  it('of types alone lead nowhere', async () => {
    project.write({
      'motia/types.d.ts': 'export interface T { a: string }',
      'motia/a.ts': step(
        'a',
        '({ a: 1 } as unknown as T).a',
        "import { T } from './types'\nimport type { U } from './nowhere'",
      ),
    })
    expect(await results()).toEqual({ a: 1 })
  })
})

describe('formats', () => {
  it.each(['{}', '{ "type": "module" }', '{ "type": "commonjs" }'])(
    'do not depend on a package.json of %s',
    async (text) => {
      project.write({
        'package.json': text,
        'motia/cjs.js':
          "const { event } = require('@motia/core')\nmodule.exports = event({ id: 'cjs' }, async () => helper())\nfunction helper() { return typeof require }",
        'motia/cjs-named.js':
          "const { event } = require('@motia/core')\nexports.a = event({ id: 'cjs-a' }, () => 1)\nmodule.exports.b = event({ id: 'cjs-b' }, () => 2)",
        'motia/esm.js': step('esm', 'typeof module'),
        'motia/typed.ts':
          "const core = require('@motia/core')\nexport = core.event({ id: 'typed' }, () => 3)",
        'motia/jsx.tsx': step('jsx', '<p>x</p>', 'const h = (tag: string) => tag\n').replace(
          /^/,
          '/** @jsxRuntime classic */ /** @jsx h */\n',
        ),
      })
      expect(await results()).toEqual({
        cjs: 'function',
        'cjs-a': 1,
        'cjs-b': 2,
        esm: 'undefined',
        typed: 3,
        jsx: 'p',
      })
    },
  )

  it('may be mixed: ESM imports CommonJS, CommonJS requires TypeScript, ESM requires', async () => {
    project.write({
      'motia/a.ts': step(
        'a',
        "[old, named, require('./lib/old').named, require('node:path').sep].join()",
        "import old, { named } from './lib/old'",
      ),
      'motia/lib/old.js':
        "'use strict'\nconst { value } = require('./new')\nmodule.exports = () => 1\nmodule.exports.named = value + (function () { return this === undefined })()\nmodule.exports.toString = () => 'old'",
      'motia/lib/new.ts': "export const value: string = 'new'",
    })
    expect(await results()).toEqual({ a: 'old,newtrue,newtrue,/' })
  })

  it('include decorators and disposal, whose runtime comes along', async () => {
    project.write({
      'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true, "jsx": "preserve" } }',
      'motia/a.ts': `${step('a', 'new Service().log()')}
function twice(_: unknown, __: string, d: PropertyDescriptor) { const f = d.value; d.value = () => f() + f() }
class Service { @twice log() { return 'x' } }`,
      'motia/b.ts': step(
        'b',
        '(() => { const log: string[] = []; { using x = { [Symbol.dispose]: () => log.push("gone") } } return log })()',
      ).replace(CORE, `${CORE}(Symbol as { dispose?: symbol }).dispose ??= Symbol('dispose')\n`),
    })
    expect(await results()).toEqual({ a: 'xx', b: ['gone'] })
  })
})

describe('the place of a file', () => {
  it('is that of its source, in every way to ask for it', async () => {
    const ask =
      '[import.meta.url, import.meta.dirname, import.meta.filename, __dirname, __filename].join("|")'
    project.write({
      'motia/steps/ä b.ts': step('esm', ask),
      'motia/steps/c.cjs':
        "'use strict'\nconst { event } = require('@motia/core')\nmodule.exports = event({ id: 'cjs' }, () => [__dirname, __filename].join('|'))",
      'motia/steps/own.ts': `import { fileURLToPath } from 'node:url'
import { dirname } from 'node:path'
${step('own', '__dirname')}
const __dirname = dirname(fileURLToPath(import.meta.url))`,
      'motia/steps/data.ts': step(
        'data',
        "readFileSync(new URL('./data.txt', import.meta.url), 'utf8') + readFileSync(require.resolve('./data.txt'), 'utf8')",
        "import { readFileSync } from 'node:fs'",
      ),
      'motia/steps/data.txt': 'text',
    })
    const folder = join(project.root, 'motia/steps')
    const file = join(folder, 'ä b.ts')
    expect(await results()).toEqual({
      esm: [pathToFileURL(file).href, folder, file, folder, file].join('|'),
      cjs: [folder, join(folder, 'c.cjs')].join('|'),
      own: folder,
      data: 'texttext',
    })
  })
})

describe('what is a step file', () => {
  it('is decided without running anything, factories and wrappers included', async () => {
    project.write({
      'motia/api.ts': `${CORE}export default api({ id: 'a', method: 'GET', path: '/a' }, f)\nexport const E = event({ id: 'e' }, f)`,
      'motia/made.ts': "import { make } from '../lib/make'\nexport const x = make('x')",
      'motia/schema.ts':
        "import { z } from 'zod'\nimport { logger } from '@motia/core'\nexport const S = z.object({})\nexport const f = () => logger.info('x')",
      'src/script.ts': "import './other'\nthrow new Error('never run')",
      'src/other.ts':
        "import { make } from '../lib/make'\nglobalThis.ran = true\nexport function f() { return make('f') }",
      'lib/make.ts': `${CORE}export const make = (id: string) => event({ id }, () => id)`,
      'motia/ai.py': '',
    })
    const manifest = await compile()
    expect(manifest.files.map(({ source, kinds }) => [source, kinds])).toEqual([
      ['motia/api.ts', ['api', 'event']],
      ['motia/made.ts', 'unknown'],
    ])
    expect([...manifest.helpers].sort()).toEqual([
      'lib/make.ts',
      'motia/schema.ts',
      'src/other.ts',
      'src/script.ts',
    ])
    expect(manifest.foreign.map(({ source, holdsSteps }) => [source, holdsSteps])).toEqual([
      ['motia/ai.py', false],
    ])
    expect(manifest.mistakes).toEqual([])
    project.remove('motia/api.ts')
    expect(await results()).toEqual({ x: 'x' })
    expect(globalThis).not.toHaveProperty('ran')
  })

  it('includes one whose steps come from a package that depends on @motia/core', async () => {
    project.write({
      'node_modules/steps-of-others/package.json':
        '{ "name": "steps-of-others", "type": "module", "exports": "./i.js", "peerDependencies": { "@motia/core": "*" } }',
      'node_modules/steps-of-others/i.js': `${CORE}export const make = (id) => event({ id }, () => id)`,
      'motia/a.ts': "import { make } from 'steps-of-others'\nexport default make('theirs')",
    })
    expect(await results()).toEqual({ theirs: 'theirs' })
  })

  it('does not include one that passes on the steps of others', async () => {
    project.write({
      'motia/a.ts': step('a', '1'),
      'motia/b.ts': `${step('b', '2')}export { default as again } from './a'`,
      'motia/c.ts': `${step('c', '3').replace('default', 'const c =')}export * from './d'`,
      'motia/d.ts': step('d', '4').replace('default', 'const d ='),
      'motia/index.ts':
        "export * from './c'\nexport { default as a } from './a'\nimport b from './b'\nexport { b }",
    })
    const manifest = await compile()
    expect(manifest.files.map(({ source, reexports }) => [source, reexports])).toEqual([
      ['motia/a.ts', []],
      ['motia/b.ts', ['again']],
      ['motia/c.ts', ['d']],
      ['motia/d.ts', []],
    ])
    expect(await results()).toEqual({ a: 1, b: 2, c: 3, d: 4 })
  })

  it('a step that is made and not exported is a mistake', async () => {
    project.write({ 'motia/a.ts': `${CORE}\nevent({ id: 'lost' }, () => {})` })
    expect((await compile()).mistakes).toEqual([
      {
        file: 'motia/a.ts',
        line: 3,
        message: 'the event step "lost" is made, but not exported',
        hint: '`export default event(…)`, or `export const name = event(…)`.',
        stepId: 'lost',
      },
    ])
  })

  it('motia/setup is compiled for the processes that run handlers', async () => {
    project.write({
      'motia/setup.ts': 'export async function start(): Promise<void> {}',
      'motia/a.ts': step('a', '1'),
    })
    const { setup } = await compile()
    expect(Object.keys(await import(setup ?? ''))).toEqual(['start'])
  })
})
