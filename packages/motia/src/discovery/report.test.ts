/** Mistakes as text. */
import { describe, expect, it } from 'vitest'
import { formatMistakes, formatWarnings } from './report.ts'

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

  it('names a place once, and counts no files where settings are none', () => {
    const settings = [
      { file: 'environment', message: 'PORT must be a number' },
      { file: 'environment', message: 'MOTIA_STRICT must be a switch', hint: 'Say true or false.' },
    ]
    expect(formatMistakes(settings, { color: false })).toBe(`environment
  PORT must be a number
  MOTIA_STRICT must be a switch
  Say true or false.

2 mistakes
`)
  })

  it('calls a warning a warning', () => {
    const warning = { file: 'motia.config.js', line: 3, message: 'ports has no meaning' }
    expect(formatWarnings([warning], { color: false })).toBe(
      'motia.config.js:3\n  ports has no meaning\n\n1 warning in 1 file\n',
    )
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
