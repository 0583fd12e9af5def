import type { WireProblems } from 'motia/workbench/wire/app'
import { describe, expect, it } from 'vitest'
import { isLoop, toAppMood, toDeaths, toPlace, toStanding } from './problems.ts'

const MISTAKE = { file: 'motia/a.ts', message: 'no' }
const CRASH = { at: 1, cause: 'exit code 1', frames: [] }

function problems(state: WireProblems['app']['state'], more: Partial<WireProblems> = {}): WireProblems {
  return { app: { state }, mistakes: [], crash: null, ...more }
}

describe('the project', () => {
  it('is well when it runs and nothing has to be corrected', () => {
    expect(toStanding(problems('ready'), [])).toBe('well')
  })

  it('runs partly while something has to be corrected', () => {
    expect(toStanding(problems('ready', { mistakes: [MISTAKE] }), [])).toBe('partly')
  })

  it('starts, or is down, whatever has to be corrected', () => {
    expect(toStanding(problems('starting', { mistakes: [MISTAKE] }), [])).toBe('starting')
    expect(toStanding(problems('down', { crash: CRASH }), [])).toBe('down')
  })

  it('is failing while its workers die over and over again', () => {
    const deaths = [{ language: 'ruby' as const, cause: 'exit code 1', count: 3, lastAt: 1 }]
    expect(toStanding(problems('ready'), deaths)).toBe('failing')
    expect(toStanding(problems('down'), deaths)).toBe('down')
  })

  it('is well again after a crash, once it runs', () => {
    expect(toStanding(problems('ready', { crash: CRASH }), [])).toBe('well')
  })
})

it('names a place as far as it is known', () => {
  expect(toPlace({ file: 'a.ts', line: 3, column: 9 })).toBe('a.ts:3:9')
  expect(toPlace({ file: 'a.py', line: 3 })).toBe('a.py:3')
  expect(toPlace({ file: 'a.rb' })).toBe('a.rb')
})

function ended(at: number, cause: string, expected = false) {
  return {
    id: at,
    event: { type: 'worker-ended' as const, at, language: 'node' as const, pid: at, cause, expected },
  }
}

it('puts deaths of the last minutes together by what died and why', () => {
  const notices = [
    ended(400_000, 'exit code 1'),
    { id: 5, event: { type: 'app-ended' as const, at: 390_000, cause: 'SIGKILL' } },
    ended(380_000, 'exit code 1'),
    ended(370_000, 'stopped', true),
    ended(50_000, 'exit code 1'),
  ]
  const deaths = toDeaths(notices, 401_000)
  expect(deaths).toEqual([
    { language: 'node', cause: 'exit code 1', count: 2, lastAt: 400_000 },
    { language: undefined, cause: 'SIGKILL', count: 1, lastAt: 390_000 },
  ])
  expect(deaths.some(isLoop)).toBe(false)
  expect(toDeaths([...notices, ended(399_000, 'exit code 1')], 401_000).some(isLoop)).toBe(true)
})

it('forgets workers that died before the app that is ready now', () => {
  const ready = {
    id: 9,
    event: { type: 'app-ready' as const, at: 300, url: '', steps: [], mistakes: [], tookMs: 1 },
  }
  expect(toDeaths([ended(100, 'exit code 1'), ready, ended(200, 'exit code 1')], 500)).toEqual([])
  expect(toDeaths([ended(400, 'exit code 1'), ready], 500)).toHaveLength(1)
})

it('says that workers fail while they die over and over again, although the app is ready', () => {
  const loop = [{ language: 'python' as const, cause: 'exit code 1', count: 3, lastAt: 1 }]
  expect(toAppMood('open', { state: 'ready' }, loop)).toBe('failing')
  expect(toAppMood('open', { state: 'ready' }, [])).toBe('ready')
  expect(toAppMood('open', { state: 'down' }, loop)).toBe('down')
  expect(toAppMood('lost', { state: 'ready' }, loop)).toBe('lost')
  expect(toAppMood('connecting', undefined, [])).toBe('connecting')
})
