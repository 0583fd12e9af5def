/** What a source says about steps without being executed. */
import { describe, expect, it } from 'vitest'
import type { Origin } from './exports.ts'
import { type Scan, scanSource } from './scan.ts'
import { parseSource } from './syntax.ts'

function scan(code: string, file = 'motia/a.ts'): Scan {
  const parsed = parseSource(file, code)
  if ('mistakes' in parsed) throw new Error(parsed.mistakes[0]?.message)
  return scanSource(parsed)
}

function origins(code: string, file?: string): Record<string, Origin> {
  return Object.fromEntries(scan(code, file).exports.map(({ name, origin }) => [name, origin]))
}

const event = { type: 'step', kind: 'event' }
const plain = { type: 'plain' }

describe('steps', () => {
  it.each([
    ["import { event } from '@motia/core'\nexport default event({ id: 'a' }, f)", 'motia/a.ts'],
    ["import { event as on } from '@motia/core'\nexport default on({ id: 'a' } as const, f)", 'motia/a.ts'],
    ["import * as core from '@motia/core'\nexport default core.event({ id: `a` }, f)", 'motia/a.ts'],
    ["const { event } = require('@motia/core')\nmodule.exports = event({ id: 'a' }, f)", 'motia/a.js'],
    ["const core = require('@motia/core')\nmodule.exports = core.event({ 'id': 'a' }, f)", 'motia/a.js'],
    ["\nmodule.exports = require('@motia/core').event({ id: 'a' }, f)", 'motia/a.js'],
    ["const { event } = await import('@motia/core')\nexport default event({ id: 'a' }, f)", 'motia/a.js'],
    ["import core = require('@motia/core')\nexport = core.event({ id: 'a' }, f)", 'motia/a.ts'],
  ])('are found in %j', (code, file) => {
    const { steps, exports } = scan(code, file)
    expect(steps).toEqual([{ kind: 'event', id: 'a', line: 2, atTop: true, triggers: [] }])
    expect(exports).toEqual([{ name: 'default', origin: event }])
  })

  it('have the id that a constant or an options object gives them', () => {
    const { steps } = scan(`import { cron, noop } from '@motia/core'
const ID = 'tick'
const options = { id: ID, schedule: '@daily' }
export const a = cron(options, f)
export const b = noop({ id: 'wait' })
export const c = noop({ id: compute() })`)
    expect(steps.map(({ kind, id, line }) => [kind, id, line])).toEqual([
      ['cron', 'tick', 4],
      ['noop', 'wait', 5],
      ['noop', undefined, 6],
    ])
  })

  it('have the right lines after characters of every width', () => {
    const { steps } = scan(
      "import { noop } from '@motia/core'\n// 한글 😀\nexport default noop({ id: '주문 😀' })",
    )
    expect(steps).toMatchObject([{ id: '주문 😀', line: 3 }])
  })

  it('of a function of the same name from elsewhere are none', () => {
    const { steps, exports } = scan("import { event } from './mine'\nexport default event({ id: 'a' })")
    expect(steps).toEqual([])
    expect(exports).toMatchObject([{ origin: { type: 'computed', specifiers: ['./mine'], makes: false } }])
  })

  it('are told apart by whether they are made when the file is loaded', () => {
    const { steps } = scan(
      "import { noop } from '@motia/core'\nnoop({ id: 'a' })\nexport const f = () => noop({ id: 'b' })",
    )
    expect(steps.map(({ id, atTop }) => [id, atTop])).toEqual([
      ['a', true],
      ['b', false],
    ])
  })
})

describe('exports', () => {
  it('that are functions, classes, objects, literals or types are no steps', () => {
    const found = origins(`import { event } from '@motia/core'
export function f() { return event({ id: 'x' }) }
export class C {}
export const g = () => event({ id: 'y' }), n = 1, o = { a: event }, t = \`x\`
export type T = string
export interface I {}
export { type T as U }
export default class {}`)
    expect(Object.values(found)).toEqual(Object.values(found).map(() => plain))
    expect(Object.keys(found)).toEqual(['', 'g', 'n', 'o', 't', 'default'])
  })

  it('that code of the file makes depend on what that code uses', () => {
    const found = origins(`import { event } from '@motia/core'
import { z } from 'zod'
import { wrap } from './wrap'
const make = (id) => event({ id }, () => {})
export const schema = z.object({})
export const a = make('a')
export const b = wrap('b')
export const c = [make('c')]
export let d
d = make('d')`)
    expect(found).toEqual({
      schema: { type: 'computed', specifiers: ['zod'], makes: false },
      a: { type: 'computed', specifiers: [], makes: true },
      b: { type: 'computed', specifiers: ['./wrap'], makes: false },
      c: { type: 'computed', specifiers: [], makes: true },
      d: { type: 'computed', specifiers: ['@motia/core', 'zod', './wrap'], makes: true },
    })
  })

  it('of other modules are recognised, whichever way they pass through', () => {
    const again = (imported: string) => ({ type: 'again', specifier: './b', imported })
    expect(
      origins(
        "import b, { c } from './b'\nexport { d as e } from './b'\nexport * from './b'\nexport { b, c as default }",
      ),
    ).toEqual({ e: again('d'), '*': again('*'), b: again('default'), default: again('c') })
  })

  it('by way of a name are what the name stands for', () => {
    expect(
      origins(
        "import { event } from '@motia/core'\nconst s = event({ id: 'a' })\nexport { s as t }\nexport default s",
      ),
    ).toEqual({ t: event, default: event })
  })

  it('of CommonJS are found one by one', () => {
    const code = `const { event } = require('@motia/core')
const { helper } = require('./helper')
module.exports = { a: event({ id: 'a' }), helper, ...require('./more') }
exports.b = module.exports.c = event({ id: 'b' })`
    expect(origins(code, 'motia/a.cjs')).toMatchObject({
      a: event,
      helper: { type: 'again', specifier: './helper', imported: 'helper' },
      '*': { type: 'computed', specifiers: ['./more'], makes: false },
      b: event,
      c: event,
    })
  })

  it('that are required whole, or made by what is required, lead to that module', () => {
    expect(origins("module.exports = require('./a')", 'motia/a.js')).toEqual({
      default: { type: 'again', specifier: './a', imported: '*' },
    })
    expect(origins("module.exports = require('./make')('x')", 'motia/a.js')).toEqual({
      default: { type: 'computed', specifiers: ['./make'], makes: false },
    })
  })
})

describe('triggers', () => {
  it('are those with a literal target, each with the step that holds it', () => {
    const { steps, triggers } = scan(`import { event, motia as m, logger } from '@motia/core'
const TOPIC = 'topic'
const notify = () => motia.trigger('from-function')
export const a = event({ id: 'a' }, async (p, c) => {
  await motia.trigger('one', p); await m.call('two'); await c.trigger(TOPIC); await motia.trigger('one')
  await motia?.trigger(\`three\`); fn.call('no'); $(x).trigger('no'); await motia.trigger(p.next)
})
export const b = event({ id: 'b' }, async (p, { trigger: send, call }) => { send('four'); call('five') })`)
    expect(steps.map((step) => step.triggers)).toEqual([
      ['one', 'two', 'topic', 'three'],
      ['four', 'five'],
    ])
    expect(triggers).toEqual(['from-function'])
  })
})

describe('imports', () => {
  it('are those that are loaded', () => {
    const { imports } = scan(`import type { A } from './types-a'
import { type B } from './types-b'
import c, { type D } from './c'
import './side-effect'
export type { E } from './types-e'
export { f } from './f'
const g = require('./g')`)
    expect(imports).toEqual(['./c', './side-effect', './f', './g'])
  })
})

describe('syntax errors', () => {
  it('have a place', () => {
    expect(parseSource('motia/a.ts', 'export default {\n  a: 1\n  b: 2\n}')).toEqual({
      mistakes: [
        {
          file: 'motia/a.ts',
          line: 3,
          column: 3,
          message: 'syntax error: Expected `,` or `}` but found `Identifier`',
        },
      ],
    })
  })

  it('are not seen in what CommonJS and JSX allow', () => {
    expect(parseSource('motia/a.js', 'if (x) return\nmodule.exports = <div/>')).not.toHaveProperty('mistakes')
  })
})
