import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ERRORS } from '@motia/core/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppKeeper } from './app-keeper.ts'
import { ask, isAlive, launchFakeApp } from './fixtures/launch-fake-app.ts'
import { bindSocket, type ListeningSocket } from './socket.ts'

let socket: ListeningSocket
let keeper: AppKeeper
let deaths: { cause: string; restartsInMs: number | undefined }[]
let cutOff: string[]
let spawned: number[]

beforeEach(async () => {
  socket = await bindSocket('127.0.0.1', 0)
})
afterEach(async () => {
  await keeper.stop(0)
  socket.close()
})

function keep(keepSpare = false, environment?: () => NodeJS.ProcessEnv): AppKeeper {
  deaths = []
  cutOff = []
  spawned = []
  keeper = new AppKeeper({
    spawn: (events) => {
      const app = launchFakeApp(socket, events)
      spawned.push(app.pid)
      return app
    },
    keepSpare,
    ...(environment && { environment }),
    events: {
      events: () => {},
      output: () => {},
      died: (cause, failure, restartsInMs) => deaths.push({ cause: failure?.message ?? cause, restartsInMs }),
      cutOff: (cause) => cutOff.push(cause),
    },
  })
  return keeper
}

const run = (config: object = {}, manifest: unknown = 1) => keeper.run({ config, manifest })

describe('the keeper of the app', () => {
  it('gives the process that was begun ahead its project', async () => {
    keep().begin()
    expect(await run()).toMatchObject({ ok: true })
    expect(spawned).toEqual([(await ask(socket)).pid])
  })

  it('replaces an app that dies within a second, and requests made meanwhile are answered', async () => {
    keep()
    await run()
    const first = await ask(socket)
    const died = Date.now()
    await ask(socket, '/exit').catch(() => {})
    const second = await ask(socket)
    expect(Date.now() - died).toBeLessThan(1000)
    expect(second.pid).not.toBe(first.pid)
    expect(deaths).toEqual([{ cause: 'exit code 3', restartsInMs: 0 }])
  })

  it('waits longer the more often an app dies soon', async () => {
    keep()
    await run()
    for (const expected of [0, 250, 500]) {
      await ask(socket, '/exit').catch(() => {})
      await vi.waitFor(() => expect(deaths.at(-1)?.restartsInMs).toBe(expected))
      expect(await keeper.command({ name: 'info' })).toMatchObject({ ok: true })
    }
  })

  it('does not restart what never started, says why, and runs the corrected project', async () => {
    keep()
    expect(await run({ failWith: { name: 'E', message: 'bad config' } })).toMatchObject({
      ok: false,
      failure: { message: 'bad config' },
    })
    expect(await run({ exitAtStart: true })).toMatchObject({
      ok: false,
      failure: { message: 'the app ended before it was ready: exit code 4' },
    })
    expect(deaths.map(({ restartsInMs }) => restartsInMs)).toEqual([undefined, undefined])
    expect(await keeper.command({ name: 'info' })).toMatchObject({
      ok: false,
      failure: { message: 'the app is not running: exit code 4' },
    })
    expect(await run()).toMatchObject({ ok: true })
  })

  it('hands over to the spare when the project changes, refusing no connection', async () => {
    keep(true)
    await run({}, 'old')
    const before = await ask(socket)
    await vi.waitFor(() => expect(spawned).toHaveLength(2), 2000)
    const handover = run({}, 'new')
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(socket)))
    expect(await handover).toMatchObject({ ok: true })
    expect(await ask(socket)).toMatchObject({ pid: spawned[1], manifest: 'new' })
    expect(answers).toHaveLength(20)
    await vi.waitFor(() => expect(isAlive(before.pid)).toBe(false))
    expect(deaths).toEqual([])
  })

  it.each([
    ['takes the spare, once it is warm, though', ['NODE_ENV'], 2],
    ['takes a fresh process, since what the spare has loaded may depend on it, when', ['ADDED'], 3],
  ])('%s the environment has changed', async (_, reads, count) => {
    let env: NodeJS.ProcessEnv = process.env
    keep(true, () => env)
    await run({}, { reads })
    await vi.waitFor(() => expect(spawned).toHaveLength(2), 2000)
    env = { ...process.env, ADDED: '1' }
    expect(await run({}, { reads })).toMatchObject({ ok: true })
    expect((await ask(socket)).pid).toBe(spawned[count - 1])
  })

  it('leaves the app that there is in place while the next loads, and for good if that fails', async () => {
    keep(true)
    await run({}, 'old')
    const { pid } = await ask(socket)
    const slow = run({ loadsMs: 300 }, 'slow')
    expect(await ask(socket)).toMatchObject({ pid })
    expect(await slow).toMatchObject({ ok: true })
    expect(await ask(socket)).toMatchObject({ manifest: 'slow' })
    expect(await run({ failWith: { name: 'E', message: 'no' } })).toMatchObject({
      ok: false,
      goesOn: true,
      failure: { message: 'no' },
    })
    expect(await run({ exitAtStart: true })).toMatchObject({
      goesOn: true,
      failure: { message: 'the app ended before it was ready: exit code 4' },
    })
    expect(await ask(socket)).toMatchObject({ manifest: 'slow' })
    expect(deaths).toEqual([])
  })

  it('leaves it in place if none of the next one can be loaded, since no part could go on', async () => {
    keep(true)
    await run({}, 'old')
    const broken = [{ file: '', message: 'a worker ended', hint: 'look for a crash' }]
    const started = await keeper.run({ config: { broken }, manifest: 'new', toleratesBroken: false })
    expect(started).toEqual({
      ok: false,
      goesOn: true,
      failure: { name: 'NotLoaded', message: 'a worker ended\nlook for a crash' },
    })
    expect(await ask(socket)).toMatchObject({ manifest: 'old' })
  })

  it('tells the next app what the old one goes on with, and passes on what it asks', async () => {
    keep(true)
    const holds = [{ run: { runId: 'r' } }, { run: { runId: 's' }, from: 77 }]
    await run({ holds, asks: true }, 'old')
    const { pid } = await ask(socket)
    await run({}, 'new')
    const [own, older] = (await ask(socket)).inherited ?? []
    expect(own).toEqual({ run: { runId: 'r' }, from: expect.any(Number) })
    expect(older).toEqual({ run: { runId: 's' }, from: 77 })
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false)) // it ends when it is told
    await vi.waitFor(async () =>
      expect(await ask(socket)).toMatchObject({ asked: { results: ['r'] }, told: { gone: own?.from } }),
    )
  })

  it('cuts off those that were replaced when the app that has the store dies, and of many the last but one', async () => {
    keep(true)
    const pids: number[] = []
    for (let n = 0; n < 14; n++) {
      await run({ holds: [{ run: { runId: `r${n}` } }] }, n)
      pids.push((await ask(socket)).pid)
    }
    const expected = pids.map((_, n) => n !== 11)
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual(expected))
    expect(cutOff).toEqual(['12 replaced apps go on with runs already'])
    await ask(socket, '/exit').catch(() => {})
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]))
    expect(await ask(socket)).toMatchObject({ inherited: [] })
  }, 30_000)

  it('cuts off an app whose event loop stands still when it is to hand over, and tells so', async () => {
    keep(true)
    await run({ standsStillAtRetire: true }, 'old')
    const { pid } = await ask(socket)
    expect(await run({}, 'new')).toMatchObject({ ok: true })
    expect(isAlive(pid)).toBe(false)
    expect(cutOff).toEqual(['its event loop stood still when it was to hand over'])
  })

  it('starts the next app again that is killed as it takes over, since it had been loaded', async () => {
    keep(true)
    await run({ holds: [{ run: { runId: 'r' } }] }, 'old')
    const { pid } = await ask(socket)
    const diesOnce = join(mkdtempSync(join(tmpdir(), 'motia-dies-')), 'once')
    expect(await run({ diesOnce }, 'new')).toMatchObject({ ok: false })
    await vi.waitFor(async () => expect(await ask(socket)).toMatchObject({ manifest: 'new', inherited: [] }))
    expect(deaths).toEqual([{ cause: 'signal SIGKILL', restartsInMs: 0 }])
    expect(isAlive(pid)).toBe(false)
    rmSync(dirname(diesOnce), { recursive: true })
  })

  it('runs the last of several changes that come at once', async () => {
    keep()
    await Promise.all([run({}, 1), run({}, 2), run({}, 3)])
    expect(await ask(socket)).toMatchObject({ manifest: 3 })
  })

  it('starts nothing more once it was told to end, neither after a death nor for a change', async () => {
    keep()
    await run()
    await ask(socket, '/exit').catch(() => {})
    await vi.waitFor(() => expect(deaths).toHaveLength(1))
    await ask(socket, '/exit').catch(() => {})
    await vi.waitFor(() => expect(deaths.at(-1)?.restartsInMs).toBe(250))
    keeper.kill()
    const count = spawned.length
    await new Promise((resolve) => setTimeout(resolve, 400)) // longer than the restart would have waited
    expect(spawned).toHaveLength(count)
    keep()
    await run()
    const change = run({}, 'new')
    await keeper.stop(1000)
    expect(await change).toMatchObject({ ok: false, failure: { code: 'MOTIA_STOPPING' } })
    expect(spawned).toHaveLength(1)
  })

  it('leaves no process behind when it stops, not even the spare', async () => {
    keep(true)
    await run()
    await vi.waitFor(() => expect(spawned).toHaveLength(2), 2000)
    await keeper.stop(1000)
    expect(spawned.filter(isAlive)).toEqual([])
    expect(await run()).toMatchObject({
      ok: false,
      failure: { code: 'MOTIA_STOPPING', message: ERRORS.MOTIA_STOPPING.message },
    })
  })
})
