import { api } from '@motia/core'

export default api({ id: 'submit', method: 'POST', path: '/submit' }, async ({ body }) => {
  await motia.trigger('handle', body)
  return { accepted: true }
})
