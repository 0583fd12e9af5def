/**
 * The sample is cut from a real trace: long rows of zeros and pages without a triggered run are shortened, and the
 * lines between two of its parts left out. It shows one request by itself, whose answer waits while the end of the
 * run before it is synced as well, and three at once, two of which share a sync.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createCallReader } from './calls.ts'
import { createSyncJudge } from './judge.ts'

const SAMPLE = readFileSync(new URL('fixtures/answers.strace', import.meta.url), 'latin1').split('\n')
const LOG = '/tmp/motia-chaos/chaos.db-wal'
const IDS = ['alone-1', 'crowd-0', 'crowd-1', 'crowd-2']

const UNSYNCED = { fault: 'answered before the log was synced' }
const UNWRITTEN = { fault: 'answered before its run was written to the log' }

function judge(lines: readonly string[], ids = IDS) {
  const toCall = createCallReader()
  const judge = createSyncJudge(LOG)
  for (const line of lines) {
    const call = toCall(line)
    if (call) judge.see(call)
  }
  return ids.map(judge.fateOf)
}

/** The n-th line with this text, from 0. */
function find(text: string, n = 0): number {
  const at = SAMPLE.flatMap((line, index) => (line.includes(text) ? [index] : []))[n]
  if (at === undefined) throw new Error(`the sample has no ${n}-th ${text}`)
  return at
}

const ROW = 'kept-alone-1'
const ANSWER = 'writev(36<'

describe('the judge of syncs', () => {
  it('finds the sync of each answer, and which of them share one', () => {
    expect(judge(SAMPLE)).toEqual([
      { sync: find('fsync(', 1) + 1 },
      { sync: find('<... fsync resumed>') + 1 },
      { sync: find('fsync(', 3) + 1 },
      { sync: find('fsync(', 3) + 1 },
    ])
  })

  it('does not count a sync that came between request and answer, but before the run was written', () => {
    const own = find('fsync(', 1)
    expect(find('fsync(', 0)).toBeGreaterThan(find('POST /receipts/alone-1'))
    expect(judge(SAMPLE.toSpliced(own, 1), ['alone-1'])).toEqual([UNSYNCED])
  })

  it('does not count a sync that began before the run was written, and ended after', () => {
    const row = find(ROW)
    const began = '12187 1795401550.0 fsync(34</tmp/motia-chaos/chaos.db-wal> <unfinished ...>'
    const ended = '12187 1795401550.0 <... fsync resumed>) = 0'
    const own = find('fsync(', 1)
    // The row by another thread, so that both can be under way.
    const lines = SAMPLE.with(own, ended).with(row, (SAMPLE[row] as string).replace(/^\d+/, '99999'))
    expect(judge(lines.toSpliced(row, 0, began), ['alone-1'])).toEqual([UNSYNCED])
  })

  it('does not count a sync that failed', () => {
    const lines = SAMPLE.map((line) =>
      line.includes('fsync') ? line.replace(') = 0', ') = -1 EIO (Input/output error)') : line,
    )
    expect(judge(lines)).toEqual(IDS.map(() => UNSYNCED))
  })

  it('does not count a sync of another file', () => {
    const lines = SAMPLE.map((line) => (line.includes('fsync(') ? line.replace('.db-wal', '.db') : line))
    expect(judge(lines)).toEqual(IDS.map(() => UNSYNCED))
  })

  it('does not count a write of the run that failed', () => {
    const row = find(ROW)
    const full = (SAMPLE[row] as string).replace(/= 4096$/, '= -1 ENOSPC (No space left on device)')
    expect(full).not.toBe(SAMPLE[row])
    expect(judge(SAMPLE.with(row, full), ['alone-1'])).toEqual([UNWRITTEN])
  })

  it('counts fdatasync as well', () => {
    expect(judge(SAMPLE.map((line) => line.replace('fsync', 'fdatasync')))).toEqual(judge(SAMPLE))
  })

  it('sees an answer that leaves while the sync is under way', () => {
    const ended = find('<... fsync resumed>')
    // crowd-0 asks on the same connection as alone-1.
    const began = (SAMPLE[find(ANSWER)] as string).replace(/\) = 197$/, ' <unfinished ...>')
    const returned = '12172 1795401550.0 <... writev resumed>) = 197'
    const lines = SAMPLE.toSpliced(ended, 1, began, SAMPLE[ended] as string, returned)
    expect(judge(lines, ['crowd-0'])).toEqual([UNSYNCED])
  })

  it('sees an answer that leaves before the run is written', () => {
    const lines = SAMPLE.toSpliced(find(ROW), 0, SAMPLE[find(ANSWER)] as string)
    expect(judge(lines, ['alone-1'])).toEqual([UNWRITTEN])
  })

  it('tells of a request or an answer that it did not see', () => {
    const line = find(ANSWER)
    expect(judge(SAMPLE.slice(0, line), ['alone-1', 'alone-2'])).toEqual([
      { fault: 'its answer is not in the trace' },
      { fault: 'its request is not in the trace' },
    ])
  })
})
