/**
 * Entry point of the app process, and the only file that knows every implementation: waits for the project on
 * descriptor 3, then opens the store, the engine, the workers, the schedules and the HTTP server on descriptor 4.
 * Started by supervisor/.
 */
import { Socket } from 'node:net'
import { toFailure } from '@motia/core/failure'
import { tellLastWords } from './app/last-words.ts'
import { type App, openApp } from './app/open-app.ts'
import type { Config } from './config/config.ts'
import type { Manifest } from './discovery/manifest.ts'
import { openChannel } from './wire/channel.ts'
import type { AppMessage, Command, SupervisorMessage } from './wire/control.ts'

const CONTROL_FD = 3
const SOCKET_FD = 4

process.setSourceMapsEnabled(true)
process.title = 'motia app'
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

let app: Promise<App> | undefined

const channel = openChannel<SupervisorMessage, AppMessage>(new Socket({ fd: CONTROL_FD }), {
  message: receive,
  // Without a supervisor nobody restarts or stops this process: let go of the store for the next one.
  closed: () => void stop(0),
})

tellLastWords((failure) => {
  channel.send({ t: 'failed', failure })
  channel.flush()
})

function receive(message: SupervisorMessage): void {
  switch (message.t) {
    case 'ping':
      channel.send({ t: 'pong', p: message.p })
      break
    case 'start':
      void start(message.config as Config, message.manifest as Manifest)
      break
    case 'command':
      void answer(message.q, message.command)
      break
    case 'stop':
      void stop(message.graceMs)
  }
}

async function start(config: Config, manifest: Manifest): Promise<void> {
  try {
    app = openApp({
      config,
      manifest,
      socketFd: SOCKET_FD,
      send: (events) => channel.send({ t: 'events', events }),
      onWorker: (pid, isAlive) => channel.send({ t: 'worker', pid, isAlive }),
      onFatal: (error) => leave({ t: 'failed', failure: toFailure(error) }, 1),
    })
    await app
    channel.send({ t: 'ready' })
  } catch (error) {
    leave({ t: 'failed', failure: toFailure(error) }, 1)
  }
}

async function answer(q: number, command: Command): Promise<void> {
  try {
    const value = await (await requireApp()).command(command)
    channel.send({ t: 'answer', q, answer: { ok: true, value } })
  } catch (error) {
    channel.send({ t: 'answer', q, answer: { ok: false, failure: toFailure(error) } })
  }
}

async function requireApp(): Promise<App> {
  if (!app) throw new Error('the app has not been started')
  return app
}

async function stop(graceMs: number): Promise<void> {
  try {
    await (await app)?.stop(graceMs)
    leave({ t: 'stopped' }, 0)
  } catch (error) {
    leave({ t: 'failed', failure: toFailure(error) }, 1)
  }
}

function leave(lastWords: AppMessage, code: number): void {
  channel.send(lastWords)
  channel.close(() => process.exit(code))
  setTimeout(() => process.exit(code), 200).unref()
}
