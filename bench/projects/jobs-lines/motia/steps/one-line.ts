import { event, logger } from '@motia/core'

export default event({ id: 'one-line' }, async ({ n }) => {
  logger.info('order placed', { userId: `u${n % 20_000}`, orderId: `o-${n}`, durationMs: n % 977 })
})
