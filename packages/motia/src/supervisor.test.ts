import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TelemetryEvent } from '@motia/core/events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config } from './config/config.ts'
import { loadConfig } from './config/load.ts'
import { isAlive } from './supervisor/fixtures/launch-fake-app.ts'
import { type Supervisor, startSupervisor } from './supervisor.ts'
import { askServer } from './wire/control-client.ts'
import { readServerRecord } from './wire/server-record.ts'

const appPath = fileURLToPath(new URL('./supervisor/fixtures/fake-app.cjs', import.meta.url))

let root: string
let config: Config
let seen: TelemetryEvent[]
const running: Supervisor[] = []

beforeEach(async () => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'supervisor-'))
  const flags = { port: 0, workbench: false }
  config = (await loadConfig({ root, mode: 'development', flags, env: {}, inContainer: false })).config
  seen = []
})
afterEach(async () => {
  for (const supervisor of running.splice(0)) await supervisor.stop()
  rmSync(root, { recursive: true, force: true })
})

async function start(forDevelopment = true): Promise<Supervisor> {
  const sink = { name: 'test', take: (events: readonly TelemetryEvent[]) => void seen.push(...events) }
  const supervisor = await startSupervisor({ config, sinks: [sink], forDevelopment, appPath })
  running.push(supervisor)
  return supervisor
}

const ask = (supervisor: Supervisor, path: string) =>
  fetch(`${supervisor.urls().api}${path}`, { headers: { connection: 'close' } })
const get = async (supervisor: Supervisor) =>
  (await (await ask(supervisor, '/')).json()) as { readonly pid: number }

describe('the supervisor', () => {
  it('runs an app on its socket, answers commands, and leaves word of where it is', async () => {
    const supervisor = await start()
    expect(await supervisor.run(config, { files: [] })).toMatchObject({ ok: true })
    const { pid } = await get(supervisor)
    expect(await askServer(root, { name: 'info' })).toEqual({ ok: true, value: { pid } })
    expect(readServerRecord(root)).toMatchObject({ mode: 'development', apiUrl: supervisor.urls().api })
    expect(seen.map(({ type }) => type)).toContain('app-ready')
  })

  it('writes down what the command line asks of the app', async () => {
    const supervisor = await start()
    await supervisor.run(config, {})
    await askServer(root, { name: 'info' })
    await askServer(root, { name: 'cancel', runId: 'ends the fake app' })
    const lines = readFileSync(join(root, '.motia/audit.log'), 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        at: expect.any(String),
        by: 'command line',
        role: 'operator',
        action: 'cancel',
        what: { runId: 'ends the fake app' },
        outcome: 'refused',
        status: 503,
      },
    ])
  })

  it('gives the app the environment of .env, and a new one when it changes', async () => {
    const supervisor = await start()
    const withEnv = (name: string) => ({ ...config, fileEnv: { FROM_FILE: name } })
    await supervisor.run(withEnv('first'), {})
    await supervisor.run(withEnv('second'), {})
    expect(await get(supervisor)).toMatchObject({ fromFile: 'second' })
  })

  it('moves on in development when another server listened on its port first, and fails otherwise', async () => {
    const supervisor = await start()
    const { port } = new URL(supervisor.urls().api)
    const taken = { ...config, takenPort: Number(port) } as Config
    expect(await supervisor.run(taken, {})).toMatchObject({ ok: true })
    expect(supervisor.urls().api).not.toContain(port)
    expect(await get(supervisor)).toHaveProperty('pid')
    await supervisor.stop()
    const strict = await start(false)
    const own = { ...config, takenPort: Number(new URL(strict.urls().api).port) } as Config
    expect(await strict.run(own, {})).toMatchObject({ ok: false, failure: { code: 'EADDRINUSE' } })
  })

  it('tells of the death of the app, and of what it printed', async () => {
    const supervisor = await start()
    await supervisor.run(config, {})
    await ask(supervisor, '/print')
    await ask(supervisor, '/exit').catch(() => {})
    expect(await get(supervisor)).toHaveProperty('pid')
    expect(seen).toContainEqual(expect.objectContaining({ type: 'log', message: 'printed', source: 'print' }))
    expect(seen).toContainEqual(expect.objectContaining({ type: 'app-ended', cause: 'exit code 3' }))
  })

  it('refuses connections while there is no app and none is coming, and takes them again', async () => {
    const supervisor = await start()
    const broken = { ...config, failWith: { name: 'Error', message: 'setup failed' } } as Config
    expect(await supervisor.run(broken, {})).toMatchObject({
      ok: false,
      failure: { message: 'setup failed' },
    })
    await vi.waitFor(() => expect(get(supervisor)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } }))
    const { api } = supervisor.urls()
    expect(await supervisor.run(config, {})).toMatchObject({ ok: true })
    expect(supervisor.urls().api).toBe(api)
    expect(await get(supervisor)).toHaveProperty('pid')
  })

  it('goes on with the app that it has while the next project cannot be loaded', async () => {
    const supervisor = await start()
    await supervisor.run(config, {})
    const { pid } = await get(supervisor)
    const broken = { ...config, failWith: { name: 'Error', message: 'setup failed' } } as Config
    expect(await supervisor.run(broken, {})).toMatchObject({ ok: false, goesOn: true })
    expect(await get(supervisor)).toMatchObject({ pid })
    expect(await supervisor.run(config, {})).toMatchObject({ ok: true })
    expect((await get(supervisor)).pid).not.toBe(pid)
  })

  it('lets go of everything when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await vi.waitFor(() => expect(other.listening).toBe(true))
    config = { ...config, port: (other.address() as { port: number }).port }
    await expect(start(false)).rejects.toMatchObject({ code: 'MOTIA_PORT_BUSY' })
    await expect(askServer(root, { name: 'info' })).rejects.toMatchObject({ code: 'MOTIA_NOT_RUNNING' })
    other.close()
  })

  it('can end everything at once', async () => {
    const supervisor = await start()
    await supervisor.run(config, {})
    const { pid } = await get(supervisor)
    supervisor.kill()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
  })
})
