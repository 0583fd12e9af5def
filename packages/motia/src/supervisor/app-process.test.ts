import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AppProcess } from './app-process.ts'
import { ask, createWitness, isAlive, launchFakeApp, type Witness } from './fixtures/launch-fake-app.ts'
import { bindSocket, type ListeningSocket } from './socket.ts'

let socket: ListeningSocket
const apps: AppProcess[] = []
beforeAll(async () => {
  socket = await bindSocket('127.0.0.1', 0)
})
afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.kill('end of test')
    await app.gone
  }
})
afterAll(() => socket.close())

async function start(config: object, stallMs?: number): Promise<{ app: AppProcess; witness: Witness }> {
  const witness = createWitness()
  const app = launchFakeApp(socket, witness, stallMs)
  apps.push(app)
  app.start({ config, manifest: {} })
  app.open()
  await vi.waitFor(() => expect(['ready', 'gone']).toContain(app.phase), 5000)
  return { app, witness }
}

describe('an app process', () => {
  it('says that it is ready, passes telemetry and printed lines on, and answers commands', async () => {
    const { app, witness } = await start({})
    expect(app.phase).toBe('ready')
    await ask(socket, '/print')
    await vi.waitFor(() =>
      expect(witness.lines).toEqual(
        expect.arrayContaining(['event app-ready', 'stdout printed', 'stderr complained']),
      ),
    )
    expect(await app.command({ name: 'info' })).toEqual({ ok: true, value: { pid: app.pid } })
  })

  it('tells why it could not start', async () => {
    const { app, witness } = await start({ failWith: { name: 'E', message: 'no such database' } })
    await app.gone
    expect(witness.exits).toEqual([{ cause: 'exit code 1', message: 'no such database' }])
  })

  it('stops when asked, and lets go of the store before its process ends', async () => {
    const { app, witness } = await start({})
    await Promise.all([app.stop(1000), app.released])
    expect(witness.exits).toEqual([{ cause: 'exit code 0', message: undefined }])
  })

  it('is killed when it does not stop within its grace', async () => {
    const { app, witness } = await start({ ignoresStop: true })
    await app.stop(-1500) // the margin on top of the grace is 2 s
    expect(witness.exits[0]?.cause).toBe('it did not stop in time')
  })

  it('takes its workers along when it dies, and fails the commands that wait', async () => {
    const { app } = await start({ worker: true })
    const { workerPid } = await ask(socket)
    expect(isAlive(workerPid)).toBe(true)
    const answer = await app.command({ name: 'cancel', runId: 'ends the fake app' })
    expect(answer).toMatchObject({ ok: false, failure: { code: 'MOTIA_APP_DOWN' } })
    await vi.waitFor(() => expect(isAlive(workerPid)).toBe(false))
    expect(await app.command({ name: 'info' })).toMatchObject({ ok: false })
  })

  it('is killed when its event loop stands still', async () => {
    const { app, witness } = await start({}, 500)
    const answer = ask(socket, '/block').catch(() => 'cut off')
    await app.gone
    expect(witness.exits[0]?.cause).toBe('its event loop stood still for 500 ms')
    expect(await answer).toBe('cut off')
  })

  it('may stand still for ever under a debugger', async () => {
    const { app } = await start({}, Number.POSITIVE_INFINITY)
    ask(socket, '/block').catch(() => 'cut off')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(app.phase).toBe('ready')
  })
})
