import { describe, expect, it } from 'vitest'
import { countFrames, toStackParts } from './stack.ts'

const NODE = `OutOfStock: none left
    at reserve (motia/inventory/reserve.ts:18:11)
    at Array.map (<anonymous>)
    at async motia/inventory/check.step.ts:31:24
    at async retry (/srv/app/node_modules/p-retry/index.js:44:9)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`

const PYTHON = `Traceback (most recent call last):
  File "/usr/lib/python3.12/site-packages/motia/worker.py", line 9, in run
    handler(input)
  File "motia/payments/gateway.py", line 48, in charge
    raise CardDeclined(code)
CardDeclined: the card was declined`

const RUBY = `motia/shipping/label.rb:12:in 'print'
/usr/lib/ruby/gems/3.3.0/gems/net-http/http.rb:90:in 'start'`

describe('a stack', () => {
  it('of Node has frames of the project, and the others together', () => {
    expect(toStackParts(NODE)).toEqual([
      { kind: 'text', text: 'OutOfStock: none left' },
      {
        kind: 'own',
        text: '    at reserve (motia/inventory/reserve.ts:18:11)',
        place: 'motia/inventory/reserve.ts:18:11',
      },
      { kind: 'foreign', lines: ['    at Array.map (<anonymous>)'] },
      {
        kind: 'own',
        text: '    at async motia/inventory/check.step.ts:31:24',
        place: 'motia/inventory/check.step.ts:31:24',
      },
      {
        kind: 'foreign',
        lines: [
          '    at async retry (/srv/app/node_modules/p-retry/index.js:44:9)',
          '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
        ],
      },
    ])
  })

  it('of Python keeps the source lines with their frames', () => {
    expect(toStackParts(PYTHON)).toEqual([
      { kind: 'text', text: 'Traceback (most recent call last):' },
      {
        kind: 'foreign',
        lines: [
          '  File "/usr/lib/python3.12/site-packages/motia/worker.py", line 9, in run',
          '    handler(input)',
        ],
      },
      {
        kind: 'own',
        text: '  File "motia/payments/gateway.py", line 48, in charge\n    raise CardDeclined(code)',
        place: 'motia/payments/gateway.py:48',
      },
      { kind: 'text', text: 'CardDeclined: the card was declined' },
    ])
  })

  it('of Ruby tells gems from the project', () => {
    expect(toStackParts(RUBY).map(({ kind }) => kind)).toEqual(['own', 'foreign'])
  })

  it('that is only a message stays one, however many lines it has', () => {
    expect(toStackParts('Error: a\n  b\n\nc')).toEqual([{ kind: 'text', text: 'Error: a\n  b\nc' }])
  })
})

it('counts frames, not lines', () => {
  expect(countFrames(['  File "a.py", line 9, in run', '    handler(input)'])).toBe(1)
  expect(countFrames(['    at a (x.js:1:2)', '    at Array.map (<anonymous>)'])).toBe(2)
})
