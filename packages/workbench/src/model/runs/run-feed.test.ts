import type { WireRunRow, WireRuns } from 'motia/workbench/wire/runs'
import { expect, it } from 'vitest'
import { pageInView, showNewer, takeAgain, takeHead, takeOlder, toFeed } from './run-feed.ts'

/** Run ids are their times. */
function row(at: number, status: WireRunRow['status'] = 'succeeded'): WireRunRow {
  return {
    kind: 'run',
    runId: `r${at}`,
    stepId: 'step',
    traceId: 't',
    parentRunId: null,
    cause: 'api',
    status,
    reason: null,
    attempts: 1,
    createdAt: at,
    dueAt: null,
    startedAt: at,
    finishedAt: at + 1,
    error: null,
  }
}

function page(times: readonly number[], before?: string): WireRuns {
  return { runs: times.map((at) => row(at)), ...(before !== undefined && { before }) }
}

const ids = ({ rows }: { rows: readonly WireRunRow[] }) => rows.map(({ createdAt }) => createdAt)

it('begins with the first page', () => {
  const feed = takeHead(undefined, page([3, 2, 1], 'c1'), true)
  expect(ids(feed)).toEqual([3, 2, 1])
  expect(feed.before).toBe('c1')
})

it('lays a new head over what is there while one looks at the start, and keeps older pages', () => {
  const older = takeOlder(toFeed(page([5, 4, 3], 'c3')), page([2, 1], 'c1'), 'c3')
  const feed = takeHead(older, page([7, 6, 5], 'c5'), true)
  expect(ids(feed)).toEqual([7, 6, 5, 4, 3, 2, 1])
  expect(feed.before).toBe('c1')
  expect(feed.newer).toBeUndefined()
})

it('begins anew when so much happened that head and list do not meet', () => {
  const feed = takeHead(toFeed(page([3, 2, 1])), page([103, 102, 101], 'c101'), true)
  expect(ids(feed)).toEqual([103, 102, 101])
  expect(feed.before).toBe('c101')
})

it('drops what the head covers and no longer lists, as a filter by status does', () => {
  const feed = takeHead(toFeed(page([4, 3, 2, 1], 'c1')), page([4, 2, 1], 'c1'), true)
  expect(ids(feed)).toEqual([4, 2, 1])
})

it('drops what is gone when the head is all there is', () => {
  expect(ids(takeHead(toFeed(page([3, 2, 1])), page([3, 1]), true))).toEqual([3, 1])
})

it('moves no row while one looks elsewhere, and counts what waits', () => {
  const before = toFeed(page([3, 2, 1], 'c1'))
  const head = { ...page([5, 4], 'c2'), runs: [row(5), row(4), row(3, 'failed')] }
  const feed = takeHead(before, head, false)
  expect(ids(feed)).toEqual([3, 2, 1])
  expect(feed.rows[0]?.status).toBe('failed')
  expect(feed.newer).toMatchObject({ count: 2, isMore: false })
  expect(ids(showNewer(feed))).toEqual([5, 4, 3, 2, 1])
  expect(showNewer(feed).newer).toBeUndefined()
})

it('says that there are more than it knows of', () => {
  const feed = takeHead(toFeed(page([3, 2, 1])), page([9, 8], 'c8'), false)
  expect(feed.newer).toMatchObject({ count: 2, isMore: true })
})

it('ignores an older page that nobody waits for any more', () => {
  const feed = toFeed(page([3, 2], 'c2'))
  expect(takeOlder(feed, page([1]), 'c9')).toBe(feed)
})

it('lists a run once, though two pages hold it', () => {
  expect(ids(takeOlder(toFeed(page([3, 2], 'c2')), page([2, 1]), 'c2'))).toEqual([3, 2, 1])
})

it('keeps a row the same object as long as the run has not changed', () => {
  const before = toFeed(page([2, 1], 'c1'))
  const feed = takeHead(before, page([3, 2], 'c2'), true)
  expect(feed.rows[1]).toBe(before.rows[0])
  expect(takeAgain(before, page([2, 1])).rows).toBe(before.rows)
})

it('asks for the older page in view again while something on it runs', () => {
  const older: WireRuns = { runs: [row(2, 'running'), row(1)] }
  const feed = takeOlder(toFeed(page([4, 3], 'c3')), older, 'c3')
  expect(pageInView(feed, 2, 3)).toBe('c3')
  expect(pageInView(feed, 0, 1)).toBeUndefined()
  expect(pageInView(takeAgain(feed, page([2, 1])), 2, 3)).toBeUndefined()
})

it('adds up how many runs a search looked through', () => {
  const feed = takeHead(undefined, { ...page([3], 'c3'), lookedThrough: 500 }, true)
  expect(takeOlder(feed, { ...page([1]), lookedThrough: 200 }, 'c3').lookedThrough).toBe(700)
})

it('keeps what a search found further back, though its head finds nothing', () => {
  const head: WireRuns = { runs: [], before: 'c9', lookedThrough: 500 }
  const found = takeOlder(toFeed(head), { ...page([2, 1], 'c1'), lookedThrough: 500 }, 'c9')
  const feed = takeHead(found, head, true)
  expect(ids(feed)).toEqual([2, 1])
  expect(feed.before).toBe('c1')
  expect(ids(takeHead(found, { ...head, runs: [row(8)] }, true))).toEqual([8, 2, 1])
})
