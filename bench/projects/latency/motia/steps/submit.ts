import { api } from '@motia/core'

export default api({ id: 'submit', method: 'POST', path: '/submit' }, async () => {
  await motia.trigger('handle', { at: Number(process.hrtime.bigint()) })
  return { accepted: true }
})
