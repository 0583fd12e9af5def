import { cron, event } from '@motia/core'

const flows = ['books']

export const nightlyReport = cron({ id: 'nightly-report', schedule: '0 3 * * *', flows }, async () => {
  await motia.trigger('sync-ledger', {})
})

export const hourlySync = cron({ id: 'hourly-sync', schedule: '17 * * * *', flows }, async () => {
  await motia.trigger('sync-ledger', {})
})

export const syncLedger = event({ id: 'sync-ledger', flows }, async () => {})

export const sendReceipt = event({ id: 'send-receipt', on: 'order.paid', flows }, async () => {})

export const cleanCache = event({ id: 'clean-cache', flows }, async () => {})
