/** Mistakes as text. */
import { describe, expect, it } from 'vitest'
import { formatMistakes } from './report.ts'

const MISTAKES = [
  { file: 'motia/b.ts', message: 'the id "x" is taken' },
  { file: 'motia/a.ts', line: 12, column: 3, message: 'syntax error: no', hint: 'Add a comma.' },
  { file: 'motia/a.ts', line: 2, message: 'timeout must be long', stepId: 'send' },
  { file: 'motia/b.ts', message: 'the id "x" is taken' },
]

describe('formatMistakes', () => {
  it('sorts by place, says each once and counts', () => {
    expect(formatMistakes(MISTAKES, { color: false })).toBe(`motia/a.ts:2  send
  timeout must be long

motia/a.ts:12:3
  Syntax error: no
  Add a comma.

motia/b.ts
  The id "x" is taken

3 mistakes in 2 files
`)
  })

  it('says nothing of nothing', () => {
    expect(formatMistakes([], { color: true })).toBe('')
  })

  it('uses colours only if asked to', () => {
    const colored = formatMistakes(MISTAKES.slice(0, 1), { color: true })
    expect(colored).toContain('\u001b[')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(formatMistakes(MISTAKES.slice(0, 1), { color: false }))
  })
})
