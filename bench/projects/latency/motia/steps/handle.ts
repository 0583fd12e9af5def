import { event } from '@motia/core'

// The clock is the system's, the same in all processes.
export default event({ id: 'handle' }, async ({ at }) => ({
  startedAfterNs: Number(process.hrtime.bigint()) - at,
}))
