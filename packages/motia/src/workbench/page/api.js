/** The page's requests to the Workbench's API (wire.ts). Failure throws, with the API's message. */

export const get = (path) => answerOf(fetch(path))

export function command(name, body) {
  const headers = { 'content-type': 'application/json' }
  return answerOf(fetch(`/api/commands/${name}`, { method: 'POST', headers, body: JSON.stringify(body) }))
}

async function answerOf(request) {
  const response = await request
  const body = await response.json()
  if (!response.ok) throw new Error(body.error)
  return body
}
