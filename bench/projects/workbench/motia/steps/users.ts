import { api, event } from '@motia/core'

const flows = ['users']

export const createUser = api({ id: 'create-user', method: 'POST', path: '/users', flows }, async ({ body }) => {
  await motia.trigger('user.created', body)
  return { accepted: true }
})

export const sendWelcome = event({ id: 'send-welcome', on: 'user.created', flows }, async () => {})

export const scoreUser = event({ id: 'score-user', on: 'user.created', flows }, async () => {})

export const notifyTeam = event({ id: 'notify-team', flows }, async () => {})
