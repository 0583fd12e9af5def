/** docs/errors.md and the catalogue of errors, both ways. */
import { expect, it } from 'vitest'
import { ERRORS } from '../../packages/core/src/errors.ts'
import { readQuote, readSections } from './page.ts'

const sections = readSections('docs/errors.md').filter(({ level }) => level === 3)

it('has one section for each code of the catalogue, and no other', () => {
  expect(sections.map(({ title }) => title).sort()).toEqual(Object.keys(ERRORS).sort())
})

it.each(sections.map((section) => [section.title, section] as const))(
  '%s quotes its message and hint, and says when it happens and what to do',
  (title, section) => {
    const { message, hint } = ERRORS[title as keyof typeof ERRORS]
    expect(readQuote(section)).toEqual([message, hint])
    expect(section.text).toMatch(/^\*\*When\*\* \S/m)
    expect(section.text).toMatch(/^\*\*Do\*\* \S/m)
  },
)
