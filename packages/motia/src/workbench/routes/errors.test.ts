import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AT, run } from '../fixtures/memory-runs.ts'
import { attempted, get, requested, statusOf, useTestWorkbench, world } from '../fixtures/test-workbench.ts'
import type { WireErrorDetail, WireErrors } from '../wire/errors.ts'

useTestWorkbench()

const failure = {
  name: 'Error',
  message: 'declined 17',
  stack: 'Error: declined 17\n    at pay (pay.ts:2:3)',
}

it('a kind of error is shown with its trend, its source and the runs that it befell as they are now', async () => {
  writeFileSync(join(world.folder, 'pay.ts'), 'one\nthrow declined\nthree')
  world.records = [run('r1', { status: 'failed', error: 'declined 17' }), run('r2', { status: 'succeeded' })]
  world.file.write([
    attempted({ runId: 'r1', status: 'failed', failure }),
    attempted({ runId: 'r1', attempt: 2, status: 'failed', failure }),
    attempted({ runId: 'r2', status: 'scheduled', failure: { ...failure, message: 'declined 18' } }),
    attempted({ runId: 'gone', status: 'failed', failure: { ...failure, name: 'Other' } }),
  ])
  const { groups } = await get<WireErrors>('/api/v1/errors?window=1h')
  const group = groups.find(({ count }) => count === 3)
  expect(group).toMatchObject({ stepId: 'send-email', final: 2, trend: { length: 24 } })
  const detail = await get<WireErrorDetail>(`/api/v1/errors/${group?.fingerprint}?window=1h`)
  expect(detail.frames).toMatchObject([
    { file: 'pay.ts', line: 2, lines: [{}, { text: 'throw declined' }, {}] },
  ])
  expect(detail.runs.map(({ runId, status }) => [runId, status])).toEqual([
    ['r2', 'succeeded'],
    ['r1', 'failed'],
  ])
  const failed = await statusOf('/api/v1/errors/none')
  expect(failed[0]).toBe(404)
})

it('requests that failed are among them', async () => {
  world.file.write([requested({ status: 500, failure })])
  const { groups } = await get<WireErrors>('/api/v1/errors')
  const detail = await get<WireErrorDetail>(`/api/v1/errors/${groups[0]?.fingerprint}`)
  expect(detail.runs).toMatchObject([{ kind: 'request', runId: 'r0', status: 'failed', createdAt: AT - 10 }])
})
