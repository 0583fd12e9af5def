import { describe, expect, it } from 'vitest'
import { isFinal, toLaunchMistake, toStartMistake, waitAfterDeaths } from './start-failure.ts'

describe('the mistake that a worker which did not start makes', () => {
  it('is that it could not be spawned', () => {
    const end = { cause: 'could not be started: spawn ruby ENOENT', spawnError: 'ENOENT', lastWords: [] }
    expect(toStartMistake('ruby', end)).toEqual({
      file: '',
      message: 'the ruby worker could not be started: spawn ruby ENOENT',
    })
  })

  it('is what it said of its version, if that is too old', () => {
    const lastWords = ['Python 3.7 is too old: Motia needs 3.9']
    expect(toStartMistake('python', { cause: 'exit code 78', exitCode: 78, lastWords })).toEqual({
      file: '',
      message: 'Python 3.7 is too old: Motia needs 3.9',
    })
  })

  it('has the last five lines that it wrote as a hint, or advice if it wrote none', () => {
    const lastWords = ['1', '2', '3', '4', '5', '6']
    const end = { cause: 'exit code 1', exitCode: 1, lastWords }
    expect(toStartMistake('python', end)).toMatchObject({
      message: 'the python worker ended while it loaded the project (exit code 1)',
      hint: 'It last wrote:\n2\n3\n4\n5\n6',
    })
    expect(toStartMistake('node', { ...end, lastWords: [] }).hint).toMatch(/^Look for a call that exits/)
  })

  it('has no more than five hundred characters of them, the last ones', () => {
    const lastWords = [`${'x'.repeat(1000)}end`]
    const { hint = '' } = toStartMistake('python', { cause: 'exit code 1', exitCode: 1, lastWords })
    expect(hint.split('\n')[1]).toMatch(/^…x+end$/)
    expect(hint.split('\n')[1]).toHaveLength(500)
  })

  it('is what was thrown, with its hint, where not even the command was found', () => {
    const error = Object.assign(new Error('Python 3.9 or later was not found'), { hint: 'Install it.' })
    expect(toLaunchMistake(error)).toEqual({
      file: '',
      message: 'Python 3.9 or later was not found',
      hint: 'Install it.',
    })
    expect(toLaunchMistake('odd')).toEqual({ file: '', message: 'odd' })
  })
})

describe('another try', () => {
  it('is pointless without the command, and with a version that is too old', () => {
    expect(isFinal({ cause: '', spawnError: 'ENOENT', lastWords: [] })).toBe(true)
    expect(isFinal({ cause: '', exitCode: 78, lastWords: [] })).toBe(true)
    expect(isFinal({ cause: '', exitCode: 1, lastWords: [] })).toBe(false)
    expect(isFinal({ cause: '', spawnError: 'EAGAIN', lastWords: [] })).toBe(false)
  })

  it('waits twice as long as the one before, at most half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(waitAfterDeaths)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ])
  })
})
