import { api } from '@motia/core'

export default api({ id: 'submit', method: 'POST', path: '/submit' }, async ({ body }) => {
  const { step, ...payload } = body as { step: string; during?: string }
  await motia.trigger(step, { ...payload, at: Number(process.hrtime.bigint()) })
  return { accepted: true }
})
