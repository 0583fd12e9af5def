import { event } from '@motia/core'

export const noOp = event({ id: 'typescript-no-op' }, async () => {})

// The clock is the system's, the same in all processes.
export const handle = event({ id: 'typescript-handle' }, async ({ at, during }) => ({
  startedAfterNs: Number(process.hrtime.bigint()) - at,
  during,
}))

export const block = event({ id: 'typescript-block' }, async () => {
  const endAt = performance.now() + 1000
  while (performance.now() < endAt);
})
