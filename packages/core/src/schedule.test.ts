import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './duration.ts'
import { selectTicks } from './schedule.ts'

const NOW = 100 * DAY_MS
const ago = (ms: number) => NOW - ms

describe('a tick that is due now', () => {
  it.each(['none', 'last', 'all'] as const)('fires with catchUp %s', (catchUp) => {
    expect(selectTicks([NOW], NOW, catchUp)).toEqual([NOW])
    expect(selectTicks([ago(4 * SECOND_MS)], NOW, catchUp)).toEqual([ago(4 * SECOND_MS)])
  })

  it('is the only one of a schedule per second that is made up for with last', () => {
    const due = [3, 2, 1, 0].map((seconds) => ago(seconds * SECOND_MS))
    expect(selectTicks(due, NOW, 'last')).toEqual(due)
  })
})

describe('ticks that were missed', () => {
  const due = [ago(3 * HOUR_MS), ago(2 * HOUR_MS), ago(HOUR_MS)]

  it('are forgotten with none', () => {
    expect(selectTicks(due, NOW, 'none')).toEqual([])
  })

  it('come down to the last with last, and to none if one is on time', () => {
    expect(selectTicks(due, NOW, 'last')).toEqual([ago(HOUR_MS)])
    expect(selectTicks([...due, NOW], NOW, 'last')).toEqual([NOW])
  })

  it('fire one after another with all', () => {
    expect(selectTicks([...due, NOW], NOW, 'all')).toEqual([...due, NOW])
  })

  it('are forgotten after a day, by all too', () => {
    const old = [ago(3 * DAY_MS), ago(DAY_MS), ago(DAY_MS - MINUTE_MS)]
    expect(selectTicks(old, NOW, 'all')).toEqual([ago(DAY_MS - MINUTE_MS)])
    expect(selectTicks([ago(2 * DAY_MS)], NOW, 'last')).toEqual([])
  })

  it('are none when nothing is due', () => {
    for (const catchUp of ['none', 'last', 'all'] as const) expect(selectTicks([], NOW, catchUp)).toEqual([])
  })
})
