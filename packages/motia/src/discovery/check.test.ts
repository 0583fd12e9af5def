/** What is checked across a whole project. */
import type { StepDescriptor } from '@motia/core/descriptor'
import { describe, expect, it } from 'vitest'
import { checkProject, type ProjectCheck } from './check.ts'

type Part = Partial<StepDescriptor> & Pick<StepDescriptor, 'id'>

function step({ id, kind = 'event', ...rest }: Part): StepDescriptor {
  return {
    id,
    kind,
    file: `motia/${id}.ts`,
    line: 1,
    language: 'node',
    exportName: 'default',
    options: {},
    triggers: [],
    ...rest,
  }
}

function api(id: string, method: string, path: string): StepDescriptor {
  return step({ id, kind: 'api', options: { method, path } })
}

function check(steps: readonly StepDescriptor[], options?: ProjectCheck) {
  const { steps: kept, mistakes } = checkProject(steps, options)
  return {
    kept: kept.map(({ id, file }) => `${id} ${file}`),
    said: mistakes.map(({ file, line, message }) => `${file}:${line ?? ''} ${message}`),
  }
}

describe('checkProject', () => {
  it('has nothing to say of a sound project', () => {
    const steps = [
      api('a', 'GET', '/x'),
      api('b', 'POST', '/x'),
      api('c', 'GET', '/x/:y'),
      step({ id: 'd', options: { on: ['t', 'wait', 'd'] }, triggers: ['u'] }),
      step({ id: 'wait', kind: 'noop', options: { from: ['t', 'a'], to: 'u' } }),
    ]
    expect(check(steps, { onError: 'd' }).said).toEqual([])
    expect(check(steps).kept).toHaveLength(5)
  })

  it('keeps the first of two steps with one id, by file, and names both', () => {
    const second = step({ id: 'x', file: 'motia/z.ts', line: 9 })
    const first = step({ id: 'x', file: 'motia/a.ts', line: 4 })
    expect(check([second, first])).toEqual({
      kept: ['x motia/a.ts'],
      said: ['motia/z.ts:9 the id "x" is taken by another step, in motia/a.ts:4'],
    })
  })

  it('takes a slash at the end of a path for nothing, as the router does', () => {
    const { kept, said } = check([api('a', 'GET', '/u'), api('b', 'GET', '/u/'), api('c', 'GET', '/')])
    expect(kept).toHaveLength(2)
    expect(said).toEqual([expect.stringContaining('the route GET /u/ is taken by step "a" (as GET /u)')])
  })

  it('keeps the first of two steps with one route, whatever its parameters are called', () => {
    expect(
      check([api('a', 'GET', '/u/:id'), api('b', 'GET', '/u/:name'), api('c', 'GET', '/u/:id')]),
    ).toEqual({
      kept: ['a motia/a.ts'],
      said: [
        'motia/b.ts:1 the route GET /u/:name is taken by step "a" (as GET /u/:id), in motia/a.ts:1',
        'motia/c.ts:1 the route GET /u/:id is taken by step "a", in motia/a.ts:1',
      ],
    })
  })

  it('refuses a topic that is the id of another step, unless that is a noop', () => {
    const steps = [step({ id: 'a', options: { on: 'b' } }), step({ id: 'b' })]
    expect(check(steps)).toEqual({
      kept: ['a motia/a.ts', 'b motia/b.ts'],
      said: ['motia/a.ts:1 subscribes to "b", which is the id of a step, in motia/b.ts:1'],
    })
  })

  it('names the nearest id for an error step or a neighbour of a noop that does not exist', () => {
    const steps = [
      step({ id: 'on-failure' }),
      step({ id: 'w', kind: 'noop', options: { from: 'on-failur', to: 'q' } }),
    ]
    expect(check(steps, { onError: 'on-failre', configFile: 'motia.config.ts' }).said).toEqual([
      'motia/w.ts:1 from names "on-failur", which is no id and no topic, did you mean "on-failure"?',
      'motia/w.ts:1 to names "q", which is no id and no topic',
      'motia.config.ts: onError names "on-failre", which is the id of no step, did you mean "on-failure"?',
    ])
  })
})
