import { describe, expect, it } from 'vitest'
import { claimsOf, findGap, inScope, readStatements, type Statement } from './statements.ts'

describe('the statements', () => {
  it('are all read, with their section and mark', () => {
    const statements = readStatements()
    expect(statements).toHaveLength(163)
    expect(statements.find(({ id }) => id === 'S44')).toMatchObject({ section: '2.2', isExplicit: true })
    expect(statements.find(({ id }) => id === 'S151')).toMatchObject({ section: '2.11', isExplicit: false })
  })

  it('answers for those of its sections that are not of a later part', () => {
    const scope = readStatements()
      .filter(inScope)
      .map(({ id }) => id)
    expect(scope).toContain('S36')
    expect(scope).toContain('S98')
    expect(scope).toContain('S46')
    expect(scope).toContain('S85')
    expect(scope).not.toContain('S73')
  })
})

it('reads the claims at the beginning of a test name only', () => {
  expect(claimsOf('S28 S34: registers the route')).toEqual(['S28', 'S34'])
  expect(claimsOf('S28, D6: registers the route')).toEqual(['S28', 'D6'])
  expect(claimsOf('answers as S28 says: well')).toEqual([])
})

describe('a gap', () => {
  const said: Statement = { id: 'S1', section: '2.0', isExplicit: true, text: '' }
  const proof = { suite: 'unit', name: 'S1: …', passed: true }

  it('is a statement without a test', () => {
    expect(findGap(said, [])).toBe('no test claims it')
  })
  it('is a failing test', () => {
    expect(findGap(said, [{ ...proof, suite: 'e2e', passed: false }])).toBe('a test that claims it fails')
  })
  it('is a statement of the text that no end-to-end test proves', () => {
    expect(findGap(said, [proof])).toBe('no end-to-end test claims it')
    expect(findGap(said, [proof, { ...proof, suite: 'e2e' }])).toBeUndefined()
  })
})
