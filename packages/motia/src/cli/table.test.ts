import { describe, expect, it } from 'vitest'
import { widthOf } from '../observability/terminal-text.ts'
import { createFakeIo } from './fixtures/fake-io.ts'
import { type Column, formatTable } from './table.ts'

interface Row {
  readonly id: string
  readonly file: string
  readonly ms: number
}

const COLUMNS: Column<Row>[] = [
  { title: 'id', text: ({ id }) => id },
  { title: 'file', text: ({ file }) => file, shrinksTo: 8 },
  { title: 'ms', text: ({ ms }) => String(ms), alignsRight: true },
]

describe('a table', () => {
  it('is as wide as it needs', () => {
    const rows = [
      { id: 'a', file: 'x.ts', ms: 5 },
      { id: 'bcd', file: 'y.ts', ms: 1200 },
    ]
    expect(formatTable(COLUMNS, rows, createFakeIo())).toBe(
      'id   file    ms\na    x.ts     5\nbcd  y.ts  1200\n',
    )
  })

  it('fits the terminal, wide characters counted as two', () => {
    const rows = [{ id: '주문-확인', file: `motia/steps/${'아주긴이름'.repeat(10)}.ts`, ms: 1 }]
    const [header, line] = formatTable(COLUMNS, rows, createFakeIo({ columns: 40 })).split('\n')
    expect(widthOf(line ?? '')).toBeLessThanOrEqual(40)
    expect(line).toContain('…')
    expect(line?.endsWith(' 1')).toBe(true)
    expect(header?.startsWith('id         file')).toBe(true)
  })

  it('cannot be broken by what a cell holds', () => {
    const rows = [{ id: 'a\nb', file: '\u001b[2J', ms: 1 }]
    expect(formatTable(COLUMNS, rows, createFakeIo()).split('\n')).toHaveLength(3)
  })
})
