import { describe, expect, it } from 'vitest'
import { expectedSteps, scanForeign } from './foreign.ts'

const steps = (source: string, text: string) => scanForeign(source, text).steps

describe('a Python file', () => {
  it('holds the steps that its decorators make', () => {
    const text = [
      'from motia import api, event, noop',
      '',
      '@event(',
      '    id="analyze",',
      '    on=["user.created", \'user.changed\'],',
      '    schema={"id": str},',
      ')',
      'async def analyze(id): ...',
      '',
      '@motia.cron(id="nightly", schedule="0 2 * * *")',
      'def nightly(): ...',
      'noop(id="approve")',
      'webhook = noop(id="webhook")',
    ].join('\n')
    expect(steps('motia/a.py', text)).toEqual([
      { kind: 'event', id: 'analyze', line: 3, on: ['user.created', 'user.changed'] },
      { kind: 'cron', id: 'nightly', line: 10, on: [] },
      { kind: 'noop', id: 'approve', line: 12, on: [] },
      { kind: 'noop', id: 'webhook', line: 13, on: [] },
    ])
  })

  it.each([
    ['that makes none is a helper', 'from motia import logger\ndef price(): return 1'],
    ['of something else is a helper', '@event(id="x")\ndef f(): ...'],
    ['whose step is commented out is a helper', 'from motia import event\n# @event(id="x")\n'],
  ])('%s', (_, text) => {
    expect(scanForeign('motia/a.py', text)).toMatchObject({ holdsSteps: false, steps: [] })
  })

  it('whose id is computed holds steps all the same', () => {
    const text = 'from motia import event\n@event(id=NAME)\ndef f(id="no"): ...'
    expect(scanForeign('motia/a.py', text)).toMatchObject({ holdsSteps: true, steps: [] })
  })
})

describe('a Ruby file', () => {
  it('holds the steps that its blocks belong to', () => {
    const text = [
      "require 'motia'",
      '',
      "event id: 'notify', on: %w[a.b c.d], schema: { id: String } do |id:|",
      "  Motia.trigger('x', { id: 'no' })",
      'end',
      'Motia.api(method: "GET", path: "/x", id: "read") { |ctx:| 1 }',
      "STEP = noop id: 'wait'",
      "event :id => 'old', :on => 'topic' do",
      'end',
    ].join('\n')
    expect(steps('motia/a.rb', text)).toEqual([
      { kind: 'event', id: 'notify', line: 3, on: ['a.b', 'c.d'] },
      { kind: 'api', id: 'read', line: 6, on: [] },
      { kind: 'noop', id: 'wait', line: 7, on: [] },
      { kind: 'event', id: 'old', line: 8, on: ['topic'] },
    ])
  })

  it('without the library is a helper', () => {
    expect(scanForeign('motia/a.rb', "event id: 'x' do\nend").holdsSteps).toBe(false)
  })
})

it('what is seen becomes a step that triggers can be accepted for', () => {
  const file = scanForeign('motia/a.py', 'from motia import event\n@event(id="a", on="t")\ndef f(): ...')
  expect(expectedSteps(file)).toEqual([
    {
      kind: 'event',
      id: 'a',
      file: 'motia/a.py',
      line: 2,
      language: 'python',
      exportName: '',
      options: { on: ['t'] },
      triggers: [],
    },
  ])
})

it.each([
  ['nothing', ''],
  ['bytes', '\u0000\ufffd'.repeat(1000)],
  ['an open call', 'from motia import event\n@event(id="a'],
  ['much', `from motia import event\n${'@event(\n'.repeat(20_000)}`],
])('%s does no harm', (_, text) => {
  expect(steps('motia/a.py', text)).toEqual([])
})
