/** FastAPI's side: peers/fastapi_app.py in one process of Uvicorn with everything that makes it quick. */
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Child, cleanEnvironment, startChild } from './child-process.ts'
import { findFreePort } from './free-port.ts'
import { pythonCommand, pythonVersions } from './python-peers.ts'

const peers = fileURLToPath(new URL('../peers', import.meta.url))
const READY_LIMIT_MS = 60_000

/** Its event loop and parser are uvloop and httptools then. A line for every request would only slow it down. */
const UVICORN_SETTINGS = { workers: 1, accessLog: false, loop: 'uvloop', http: 'httptools' } as const

export async function describeFastapi(): Promise<Record<string, unknown>> {
  const packages = ['fastapi', 'starlette', 'pydantic', 'uvicorn', 'uvloop', 'httptools']
  return { ...UVICORN_SETTINGS, ...(await pythonVersions(packages)) }
}

/** Resolves when it answers. */
export async function startFastapi(): Promise<Child & { readonly port: number }> {
  const port = await findFreePort()
  const { loop, http } = UVICORN_SETTINGS
  const options = ['--no-access-log', '--log-level', 'warning', '--loop', loop, '--http', http]
  const args = ['fastapi_app:app', '--host', '127.0.0.1', '--port', String(port), ...options]
  const env = { ...cleanEnvironment(), PYTHONDONTWRITEBYTECODE: '1' }
  const child = startChild(pythonCommand('uvicorn'), args, {
    cwd: peers,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await Promise.race([child.died, untilAnswering(port)])
  return { ...child, port }
}

async function untilAnswering(port: number): Promise<void> {
  const endAt = performance.now() + READY_LIMIT_MS
  while (performance.now() < endAt) {
    const response = await fetch(`http://127.0.0.1:${port}/openapi.json`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await delay(10)
  }
  throw new Error(`uvicorn did not answer within ${READY_LIMIT_MS} ms`)
}
