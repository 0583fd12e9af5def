/** Whether a server runs in the project, and whether the ports are free: if not, who has them. */

import { createServer } from 'node:net'
import { isAnswered } from '../../wire/control-client.ts'
import { findControlPath } from '../../wire/control-path.ts'
import { readServerRecord, type ServerRecord } from '../../wire/server-record.ts'
import { type Check, type Finding, failing, ok, warning } from './finding.ts'
import { findListener } from './listener.ts'

/** One at most: it holds the store's lock. */
export const checkServer: Check = async ({ root }) => {
  const record = await findServer(root)
  if (!record) return [ok('no server runs in this project')]
  const since = new Date(record.startedAt).toLocaleString('sv-SE')
  return [ok(`a server runs in this project: pid ${record.pid}, ${record.apiUrl}, since ${since}`)]
}

/** Of the API and the Workbench; those that the project's own server has are as they should be. */
export const checkPorts: Check = async ({ root, config }) => {
  const { workbench } = config
  const record = await findServer(root)
  const own = [record?.apiUrl, record?.workbenchUrl].flatMap((url) => (url ? Number(new URL(url).port) : []))
  const ports = [{ what: 'the API', host: config.host, port: config.port, setting: '--port' }]
  if (workbench.enabled)
    ports.push({
      what: 'the Workbench',
      host: workbench.host,
      port: workbench.port,
      setting: '--workbench-port',
    })
  const found = ports.filter(({ port }) => port !== 0).map((wanted) => checkPort(wanted, own, config.mode))
  return await Promise.all(found)
}

async function checkPort(
  { what, host, port, setting }: { what: string; host: string; port: number; setting: string },
  own: readonly number[],
  mode: string,
): Promise<Finding> {
  if (own.includes(port)) return ok(`port ${port} of ${what} is this project's server's`)
  const code = await tryPort(host, port)
  if (code === undefined) return ok(`port ${port} of ${what} is free`)
  if (code !== 'EADDRINUSE')
    return failing(
      `port ${port} of ${what} cannot be used on ${host}: ${code}`,
      `Choose another: ${setting}.`,
    )
  const holder = await findListener(port)
  const by = holder ? `in use by ${holder}` : 'in use'
  const message = `port ${port} of ${what} is ${by}`
  return mode === 'development'
    ? warning(
        message,
        `motia dev takes the next free one. Or end that program, or choose another: ${setting}.`,
      )
    : failing(message, `End that program, or choose another: ${setting}.`)
}

async function findServer(root: string): Promise<ServerRecord | undefined> {
  return (await isAnswered(findControlPath(root))) ? readServerRecord(root) : undefined
}

/** Why it cannot be listened on, if so. */
function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
