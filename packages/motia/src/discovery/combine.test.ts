import type { Language, StepDescriptor } from '@motia/core/descriptor'
import type { Description } from '@motia/core/runtime'
import { describe, expect, it } from 'vitest'
import { combineDescriptions, languagesOf } from './combine.ts'
import { scanForeign } from './foreign.ts'
import type { ManifestFile } from './manifest.ts'

const PYTHON = scanForeign('motia/a.py', 'from motia import event\n@event(id="a", on="t")\ndef a(): ...')
const RUBY = scanForeign('motia/b.rb', "require 'motia'\nevent id: 'b' do\nend")
const HELPER = scanForeign('motia/price.py', 'PRICE = 1')

const step = (id: string, file: string, more: Partial<StepDescriptor> = {}): StepDescriptor => ({
  kind: 'event',
  id,
  file,
  line: 1,
  language: file.endsWith('.py') ? 'python' : 'node',
  exportName: id,
  options: {},
  triggers: [],
  ...more,
})
const combine = (described: Partial<Record<Language, Description>>, foreign = [PYTHON, RUBY, HELPER]) =>
  combineDescriptions(
    { files: [], foreign, mistakes: [] },
    new Map(Object.entries(described) as [Language, Description][]),
    {},
  )
const ids = (steps: readonly StepDescriptor[]) => steps.map(({ id }) => id)

it('the languages of a project are those of its files that hold steps', () => {
  const files = [{ source: 'motia/n.ts' } as ManifestFile]
  expect(languagesOf({ files: [], foreign: [HELPER] })).toEqual([])
  expect(languagesOf({ files, foreign: [HELPER] })).toEqual(['node'])
  expect(languagesOf({ files, foreign: [PYTHON, PYTHON, RUBY] })).toEqual(['node', 'python', 'ruby'])
  expect(languagesOf({ files: [], foreign: [PYTHON] })).toEqual(['python'])
})

describe('a project', () => {
  const node = { steps: [step('n', 'motia/n.ts')], mistakes: [] }

  it('expects what it sees in files until their worker has told', () => {
    const { steps, expected } = combine({ node })
    expect(ids(steps)).toEqual(['n'])
    expect(ids(expected)).toEqual(['a', 'b'])
  })

  it('goes by what its worker told the last time until it tells anew', () => {
    const options = { method: 'GET', path: '/a' }
    const before = [step('a', 'motia/a.py', { kind: 'api', options }), step('computed', 'motia/a.py')]
    const manifest = { files: [], foreign: [PYTHON, RUBY], mistakes: [] }
    const { expected } = combineDescriptions(manifest, new Map(), {}, new Map([['python', before]]))
    expect(expected).toMatchObject([{ id: 'a', options }, { id: 'computed' }, { id: 'b' }])
    const told = new Map([['python' as const, { steps: [], mistakes: [] }]])
    const after = combineDescriptions(manifest, told, {}, new Map([['python', before]]))
    expect(ids(after.expected)).toEqual(['b'])
  })

  it('goes by what the worker tells from then on', () => {
    const python = { steps: [step('other', 'motia/a.py')], mistakes: [] }
    const { steps, expected } = combine({ node, python })
    expect(ids(steps)).toEqual(['other', 'n'])
    expect(ids(expected)).toEqual(['b'])
  })

  it('still expects the steps of a file that could not be loaded, so that their runs wait', () => {
    const python = { steps: [], mistakes: [{ file: 'motia/a.py', line: 2, message: 'no' }] }
    const { expected, mistakes } = combine({ node, python })
    expect(ids(expected)).toEqual(['a', 'b'])
    expect(mistakes).toEqual(python.mistakes)
  })

  it('says of a language that is not there which step needs it', () => {
    const python: Description = {
      steps: [],
      mistakes: [{ file: '', message: 'no Python', hint: 'Install it.' }],
      isAbsent: true,
    }
    const { expected, mistakes } = combine({ node, python })
    expect(ids(expected)).toEqual(['a', 'b'])
    expect(mistakes).toEqual([
      { file: 'motia/a.py', line: 2, stepId: 'a', message: 'no Python', hint: 'Install it.' },
    ])
  })

  it('has the options of other languages checked, in the words of their authors', () => {
    const options = { method: 'GET', path: '/a', bodyLimit: 'much' }
    const python = { steps: [step('a', 'motia/a.py', { kind: 'api', options })], mistakes: [] }
    const { steps, mistakes } = combine({ node, python })
    expect(ids(steps)).toEqual(['n'])
    expect(mistakes).toMatchObject([
      { file: 'motia/a.py', line: 1, stepId: 'a', message: 'body_limit must be a number of bytes' },
    ])
  })

  it('tells what its steps get wrong together when all have told', () => {
    const twice = { steps: [step('a', 'motia/n.ts')], mistakes: [] }
    const python = { steps: [step('a', 'motia/a.py')], mistakes: [] }
    const ruby = { steps: [], mistakes: [] }
    expect(combine({ node: twice, python }).mistakes).toEqual([])
    expect(combine({ node: twice, python, ruby }).mistakes).toMatchObject([
      { file: 'motia/n.ts', message: expect.stringContaining('the id "a" is taken by another step') },
    ])
  })
})
