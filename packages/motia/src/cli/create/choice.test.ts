import { expect, it } from 'vitest'
import { FEATURES, isWrittenIn, LANGUAGES, parseChoice, parseChoices, TEMPLATES } from './choice.ts'

it.each(['full-stack', 'Full-stack (recommended)', 'Full-stack (권장)', 'FULL STACK', 'fullstack', '1'])(
  'takes %s for full-stack',
  (text) => {
    expect(parseChoice('template', TEMPLATES, text)).toBe('full-stack')
  },
)

it('names the nearest right word for a wrong one', () => {
  expect(() => parseChoice('template', TEMPLATES, 'minmal')).toThrow(
    'There is no template "minmal": it is one of full-stack, api, minimal, webhooks, uploads. Did you mean "minimal"?',
  )
})

it.each([
  ['py', 'python'],
  ['Ruby', 'ruby'],
  ['Several languages', 'multi'],
  ['5', 'multi'],
])('takes %s for %s', (text, language) => {
  expect(parseChoice('language', LANGUAGES, text)).toBe(language)
})

it.each(['api,jobs,ai', 'API + Background Jobs + AI Integration', 'ai, api, jobs', '1 2 3', '1,2,3', 'all'])(
  'takes %s for all features',
  (text) => {
    expect(parseChoices('feature', FEATURES, text)).toEqual(['api', 'jobs', 'ai'])
  },
)

it('takes some features, or none', () => {
  expect(parseChoices('feature', FEATURES, 'ai,jobs,jobs')).toEqual(['jobs', 'ai'])
  expect(parseChoices('feature', FEATURES, 'none')).toEqual([])
})

it('refuses a feature that does not exist, whatever stands beside it', () => {
  expect(() => parseChoices('feature', FEATURES, 'api,job')).toThrow('Did you mean "jobs"?')
  expect(() => parseChoices('feature', FEATURES, '1 4')).toThrow('There is no feature "4"')
})

it('knows which templates are written in which languages', () => {
  const written = (language: 'typescript' | 'ruby' | 'multi') =>
    TEMPLATES.map(({ value }) => value).filter((template) => isWrittenIn(template, language))
  expect(written('typescript')).toHaveLength(TEMPLATES.length)
  expect(written('ruby')).toHaveLength(TEMPLATES.length)
  expect(written('multi')).toEqual(['full-stack', 'api', 'minimal'])
})
