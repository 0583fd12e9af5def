/** Logging in and out. */
import type { Access } from '../access/access.ts'
import { Refusal } from '../refusal.ts'
import { toObject, toText } from '../request-body.ts'
import type { Call, Route } from '../router.ts'
import type { WireLogin, WireSession } from '../wire/app.ts'

const MAX_PASSWORD = 1_000
/** Of a body that anybody may send. */
const MAX_BODY = 10_000

export function sessionRoutes(access: Access): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/session',
      for: 'anybody',
      answer: ({ request }): WireSession => ({ role: access.find(request) }),
    },
    {
      method: 'POST',
      path: '/api/v1/login',
      for: 'anybody',
      maxBytes: MAX_BODY,
      audit: () => ({}),
      answer: (call) => login(access, call),
    },
    {
      method: 'POST',
      path: '/api/v1/logout',
      for: 'anybody',
      maxBytes: MAX_BODY,
      audit: () => ({}),
      answer: ({ request, response }): WireSession => {
        response.setHeader('set-cookie', access.logout(request))
        return { role: null }
      },
    },
  ]
}

function login(access: Access, { request, response, body }: Call): WireSession {
  const given: Partial<WireLogin> = toObject(body)
  const password = toText(given.password, 'password')
  if (password.length > MAX_PASSWORD)
    throw new Refusal(400, `password is longer than ${MAX_PASSWORD} characters`)
  const { role, cookie } = access.login(request, password)
  response.setHeader('set-cookie', cookie)
  return { role }
}
