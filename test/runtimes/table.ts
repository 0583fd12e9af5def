/**
 * vitest's global setup of the suite: prints after it which scenario holds in which language, and fails if one of them
 * was not asked at all. Cells come from cells.ts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { LANGUAGES } from './languages.ts'

export interface Cell {
  readonly scenario: string
  readonly language: string
  readonly passed: boolean
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A file that takes cells, one line of JSON each. */
    cells: string
  }
}

const MARKS = { passed: '✓', failed: '✗', missing: '?' } as const

let file = ''

export function setup(project: TestProject): void {
  file = join(mkdtempSync(join(tmpdir(), 'motia-cells-')), 'cells.jsonl')
  writeFileSync(file, '')
  project.provide('cells', file)
}

export function teardown(): void {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  rmSync(dirname(file), { recursive: true })
  const rows = toRows(lines.map((line) => JSON.parse(line) as Cell))
  console.log(`\n${toTable(rows)}`)
  const partial = [...rows].filter(([, marks]) => marks.includes(MARKS.missing))
  const names = partial.map(([scenario]) => scenario)
  if (names.length === 0) return
  console.error(`Not asked of every language: ${names.join('; ')}`)
  process.exitCode = 1 // vitest makes nothing of an error here
}

/** Marks by scenario, in the order of the languages. A scenario asked twice holds if it held each time. */
function toRows(cells: readonly Cell[]): Map<string, string[]> {
  const rows = new Map<string, string[]>()
  for (const { scenario, language, passed } of cells) {
    const marks = rows.get(scenario) ?? LANGUAGES.map(() => MARKS.missing)
    const column = LANGUAGES.findIndex(({ name }) => name === language)
    if (marks[column] !== MARKS.failed) marks[column] = passed ? MARKS.passed : MARKS.failed
    rows.set(scenario, marks)
  }
  return rows
}

function toTable(rows: ReadonlyMap<string, readonly string[]>): string {
  const width = Math.max(...[...rows.keys()].map((scenario) => scenario.length), 0)
  const line = (first: string, columns: readonly string[]) =>
    [first.padEnd(width), ...columns.map((text, i) => text.padEnd(LANGUAGES[i]?.name.length ?? 0))].join('  ')
  const head = line(
    '',
    LANGUAGES.map(({ name }) => name),
  )
  const body = [...rows].map(([scenario, marks]) => line(scenario, marks))
  const cells = [...rows.values()].flat()
  const held = cells.filter((mark) => mark === MARKS.passed).length
  return [
    head,
    ...body,
    '',
    `${rows.size} scenarios × ${LANGUAGES.length} languages: ${held} of ${cells.length} hold`,
  ].join('\n')
}
