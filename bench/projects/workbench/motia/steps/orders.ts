import { api, event, logger, noop } from '@motia/core'
import { z } from 'zod'

const flows = ['orders']
const Address = z.object({ street: z.string(), city: z.string(), zip: z.string() })
const Order = z.object({
  orderId: z.string(),
  customer: z.string(),
  address: Address,
  items: z.array(z.object({ sku: z.string(), count: z.number() })),
  note: z.string().optional(),
})

export const createOrder = api(
  { id: 'create-order', method: 'POST', path: '/orders', flows, schema: { body: Order } },
  async ({ body }) => {
    await motia.trigger('validate-order', body)
    return { accepted: body.orderId }
  },
)

export const getOrder = api({ id: 'get-order', method: 'GET', path: '/orders/:id', flows }, async ({ params }) => {
  return { orderId: params.id, status: 'shipped' }
})

export const validateOrder = event({ id: 'validate-order', flows, schema: Order }, async (order) => {
  logger.info('order validated', { orderId: order.orderId, items: order.items.length })
  await motia.trigger('reserve-stock', order)
})

export const reserveStock = event({ id: 'reserve-stock', flows, schema: Order }, async (order) => {
  logger.info('stock reserved', { orderId: order.orderId })
  await motia.trigger('charge-card', order)
})

export const chargeCard = event({ id: 'charge-card', flows, schema: Order }, async (order) => {
  logger.info('card charged', { orderId: order.orderId, customer: order.customer })
  await motia.trigger('order.paid', order)
})

export const shipParcel = event({ id: 'ship-parcel', on: 'order.paid', flows, schema: Order }, async (order) => {
  logger.info('parcel handed over', { orderId: order.orderId, city: order.address.city })
})

export const approveRefund = noop({ id: 'approve-refund', flows, from: 'charge-card', to: 'sync-ledger' })
