/** What `motia dev` has on the screen when: each mistake once, and none kept back. */
import type { Mistake } from '@motia/core/descriptor'
import { beforeEach, describe, expect, it } from 'vitest'
import { createInk } from '../observability/ink.ts'
import { DevConsole } from './console.ts'

const URLS = { api: 'http://localhost:3001' }
const TAKEN = { file: 'motia/a.ts', line: 3, message: 'the id "x" is taken' }
const BROKEN = { file: 'motia/b.py', message: 'no such module' }

let printed: string
let console: DevConsole

beforeEach(() => {
  printed = ''
  const write = (text: string) => {
    printed += text
  }
  const screen = { isTTY: false, color: false, ink: createInk(false), columns: 80, write, writeError: write }
  console = new DevConsole({ screen, verbose: false, json: false })
})

const ready = (mistakes: readonly Mistake[], pending?: ['python']) =>
  console.take([
    { type: 'app-ready', at: 1, url: URLS.api, steps: [], mistakes, tookMs: 1, ...(pending && { pending }) },
  ])
const described = (language: 'node' | 'python', mistakes: readonly Mistake[]) =>
  console.take([{ type: 'steps-described', at: 1, language, steps: [], mistakes, modules: [], tookMs: 1 }])

/** As a session does it. */
function reload(mistakes: readonly Mistake[]): void {
  console.expectsReady = true
  ready(mistakes)
  console.expectsReady = false
  console.reloaded(['a.ts'], 1)
}

describe('the terminal of motia dev', () => {
  it('tells a mistake that a worker finds after the reload, in whatever language', () => {
    reload([])
    expect(printed).not.toContain('mistake')
    described('node', [TAKEN])
    expect(printed).toContain('motia/a.ts:3\n  The id "x" is taken')
  })

  it('tells it again with the next reload, as long as it is there', () => {
    reload([])
    described('node', [TAKEN])
    printed = ''
    reload([])
    described('node', [TAKEN])
    expect(printed.split('is taken')).toHaveLength(2)
  })

  it('does not repeat what the line of the reload has told, nor what another worker has', () => {
    reload([BROKEN])
    described('python', [BROKEN])
    described('node', [BROKEN, TAKEN])
    expect([printed.split('no such module'), printed.split('is taken')].map(({ length }) => length)).toEqual([
      2, 2,
    ])
  })

  it('says which language is not known yet where the list of steps does not wait for it', () => {
    console.listsSteps = true
    ready([], ['python'])
    console.listsSteps = false
    console.banner(URLS, [], 1)
    expect(printed).toContain('python still loading: … is not known yet')
    described('python', [BROKEN])
    expect(printed).toContain('no such module')
  })
})
