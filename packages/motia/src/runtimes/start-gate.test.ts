import { describe, expect, it, vi } from 'vitest'
import { type LaunchSource, StartGate } from './start-gate.ts'
import type { WorkerLaunch } from './worker-process.ts'

const LAUNCH: WorkerLaunch = {
  command: 'ruby',
  args: [],
  cwd: '/p',
  env: {},
  hello: { root: '/p', mode: 'development', files: [] },
}
const DEATH = { cause: 'exit code 1', exitCode: 1, lastWords: [] }

function open(source: LaunchSource = LAUNCH) {
  const events = { opened: vi.fn(), shut: vi.fn() }
  return { gate: new StartGate(source, events), ...events }
}

describe('a gate', () => {
  it('lets workers pass until one dies at its start, and again after a while', () => {
    const { gate } = open()
    expect(gate.pass(0)).toBe(LAUNCH)
    gate.diedAtStart(DEATH, 0)
    expect(gate.pass(999)).toBeUndefined()
    expect(gate.pass(1_000)).toBe(LAUNCH)
    gate.diedAtStart(DEATH, 1_000)
    expect(gate.pass(2_999)).toBeUndefined()
    expect(gate.pass(3_000)).toBe(LAUNCH)
  })

  it('counts the deaths of workers that were started together as one', () => {
    const { gate } = open()
    for (const now of [0, 10, 20]) gate.diedAtStart(DEATH, now)
    expect(gate.pass(1_000)).toBe(LAUNCH)
  })

  it('forgets deaths once a worker could take work', () => {
    const { gate } = open()
    gate.diedAtStart(DEATH, 0)
    gate.diedAtStart(DEATH, 1_000)
    gate.lived()
    gate.diedEarly(5_000)
    expect(gate.pass(6_000)).toBe(LAUNCH)
  })

  it('is shut for good by a death that no other try can prevent', () => {
    const { gate } = open()
    gate.diedAtStart({ ...DEATH, exitCode: 78 }, 0)
    expect(gate.isShut).toBe(true)
    expect(gate.pass(1_000_000)).toBeUndefined()
  })

  it('finds the command out once, when the first worker is needed, and tells', async () => {
    const source = vi.fn(async () => LAUNCH)
    const { gate, opened } = open(source)
    expect(source).not.toHaveBeenCalled()
    expect([gate.pass(0), gate.pass(1)]).toEqual([undefined, undefined])
    await vi.waitFor(() => expect(opened).toHaveBeenCalledOnce())
    expect(gate.pass(2)).toBe(LAUNCH)
    expect(source).toHaveBeenCalledOnce()
  })

  it('is shut, and tells why, where the command cannot be found out', async () => {
    const error = new Error('Ruby was not found')
    const { gate, shut } = open(() => Promise.reject(error))
    gate.pass(0)
    await vi.waitFor(() => expect(shut).toHaveBeenCalledWith(error))
    expect(gate.isShut).toBe(true)
    expect(gate.pass(1_000_000)).toBeUndefined()
  })
})
