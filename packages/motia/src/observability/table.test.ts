import { describe, expect, it } from 'vitest'
import { createInk } from './ink.ts'
import { type Column, formatTable } from './table.ts'
import { widthOf } from './terminal-text.ts'

interface Row {
  readonly id: string
  readonly file: string
  readonly ms: number
}

const PAPER = { ink: createInk(false), columns: 80, isTTY: true }
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
    expect(formatTable(COLUMNS, rows, PAPER)).toBe('id   file    ms\na    x.ts     5\nbcd  y.ts  1200\n')
  })

  it('fits the terminal, wide characters counted as two', () => {
    const rows = [{ id: '주문-확인', file: `motia/steps/${'아주긴이름'.repeat(10)}.ts`, ms: 1 }]
    const [header, line] = formatTable(COLUMNS, rows, { ...PAPER, columns: 40 }).split('\n')
    expect(widthOf(line ?? '')).toBeLessThanOrEqual(40)
    expect(line).toContain('…')
    expect(line?.endsWith(' 1')).toBe(true)
    expect(header?.startsWith('id         file')).toBe(true)
  })

  it('cuts a path at its beginning, also where its characters are wide', () => {
    const columns = COLUMNS.map((column) => (column.title === 'file' ? { ...column, isPath: true } : column))
    const rows = [{ id: 'a', file: 'motia/steps/주문/처리.ts:12', ms: 1 }]
    expect(formatTable(columns, rows, { ...PAPER, columns: 22 })).toBe(
      'id  file            ms\na   …/처리.ts:12     1\n',
    )
  })

  it('leaves out what gives way when cutting is not enough, and only then', () => {
    const columns = COLUMNS.map((column) => (column.title === 'ms' ? { ...column, givesWay: true } : column))
    const rows = [{ id: 'a'.repeat(20), file: 'x.ts', ms: 1 }]
    expect(formatTable(columns, rows, { ...PAPER, columns: 30 })).toMatch(/ ms\n/)
    expect(formatTable(columns, rows, { ...PAPER, columns: 28 })).not.toMatch(/ms\n/)
  })

  it('is whole in a pipe', () => {
    const rows = [{ id: 'a', file: 'x'.repeat(300), ms: 1 }]
    expect(formatTable(COLUMNS, rows, { ...PAPER, isTTY: false })).toContain('x'.repeat(300))
  })

  it('counts an emoji of several characters as it is drawn', () => {
    const rows = [
      { id: '👩‍👩‍👧', file: 'x.ts', ms: 1 },
      { id: '✅ é', file: 'y.ts', ms: 2 },
    ]
    const lines = formatTable(COLUMNS, rows, PAPER).split('\n')
    expect(lines[1]).toBe('👩‍👩‍👧    x.ts   1')
    expect(lines[2]).toBe('✅ é  y.ts   2')
  })

  it('cannot be broken by what a cell holds', () => {
    const rows = [{ id: 'a\nb', file: '\u001b[2J', ms: 1 }]
    expect(formatTable(COLUMNS, rows, PAPER).split('\n')).toHaveLength(3)
  })
})
