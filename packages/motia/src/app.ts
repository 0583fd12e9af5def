/**
 * Entry point of the app process, and the only file that knows every implementation: waits for the project on
 * descriptor 3, loads it, opens the store when that is free, and serves on descriptor 4 until it is replaced or stopped.
 * Started by supervisor/.
 */
import { Socket } from 'node:net'
import { toFailure } from '@motia/core/failure'
import { tellLastWords } from './app/last-words.ts'
import { type App, openApp } from './app/open-app.ts'
import { createSuccessor } from './app/successor.ts'
import { createWarmth } from './app/warmth.ts'
import type { Config } from './config/config.ts'
import type { Manifest } from './discovery/manifest.ts'
import { createIdleCollector } from './runtimes/node/garbage.ts'
import { openChannel } from './wire/channel.ts'
import type { AppMessage, Command, InheritedRun, SupervisorMessage } from './wire/control.ts'
import { type EnvChanges, takeChanges } from './wire/env-changes.ts'

const CONTROL_FD = 3
const SOCKET_FD = 4

process.setSourceMapsEnabled(true)
process.title = 'motia app'
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

let app: Promise<App> | undefined
let hasTurn = false
let storeIsFree: (inherited: readonly InheritedRun[]) => void = () => {}
const turn = new Promise<readonly InheritedRun[]>((resolve) => {
  storeIsFree = resolve
})

const channel = openChannel<SupervisorMessage, AppMessage>(new Socket({ fd: CONTROL_FD }), {
  message: receive,
  // Without a supervisor nobody restarts or stops this process: let go of the store for the next one.
  closed: () => void stop(0),
})
const successor = createSuccessor((q, ask) => channel.send({ t: 'ask', q, ask }))
const onWorker = (pid: number, isAlive: boolean) => channel.send({ t: 'worker', pid, isAlive })
const warmth = createWarmth(onWorker)
const garbage = createIdleCollector()

tellLastWords((failure) => {
  channel.send({ t: 'failed', failure })
  channel.flush()
})

function receive(message: SupervisorMessage): void {
  switch (message.t) {
    case 'ping':
      channel.send({ t: 'pong', p: message.p })
      break
    case 'warm':
      void warm(message.manifest as Manifest)
      break
    case 'start':
      void start(message.config as Config, message.manifest as Manifest, message.env)
      break
    case 'open':
      hasTurn = true
      storeIsFree(message.inherited)
      break
    case 'command':
      void answer(message.q, message.command)
      break
    case 'retire':
      void retire()
      break
    case 'asked':
      void tell(message)
      break
    case 'told':
      successor.told(message.q, message.reply)
      break
    case 'gone':
      void requireApp().then((opened) => opened.lost(message.from))
      break
    case 'cancel':
      void requireApp().then((opened) => opened.abort(message.runId))
      break
    case 'stop':
      void stop(message.graceMs)
  }
}

async function warm(manifest: Manifest): Promise<void> {
  const reads = await warmth.begin(manifest)
  channel.send({ t: 'warmed', reads })
  garbage.idle()
}

async function start(config: Config, manifest: Manifest, env: EnvChanges): Promise<void> {
  await warmth.settled
  garbage.busy()
  takeChanges(env)
  try {
    app = openApp({
      config,
      manifest,
      socketFd: SOCKET_FD,
      warmth,
      turn,
      successor,
      send: (events) => channel.send({ t: 'events', events }),
      onWorker,
      onPrepared: (broken) => {
        channel.send({ t: 'prepared', broken })
        channel.flush()
      },
      onFatal: (error) => leave({ t: 'failed', failure: toFailure(error) }, 1),
      onCancelled: (runId) => channel.send({ t: 'cancel', runId }),
    })
    await app
    channel.send({ t: 'ready' })
    channel.flush()
    if (config.mode === 'development') garbage.idle()
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

/** Another app takes the place of this one, which ends when it has nothing left to do. */
async function retire(): Promise<void> {
  try {
    const opened = await requireApp()
    const held = await opened.retire()
    channel.send({ t: 'released', held })
    channel.flush()
    garbage.idle()
    await opened.retired()
    leave({ t: 'stopped' }, 0)
  } catch (error) {
    leave({ t: 'failed', failure: toFailure(error) }, 1)
  }
}

async function tell({ from, q, ask }: SupervisorMessage & { readonly t: 'asked' }): Promise<void> {
  const reply = await (await requireApp()).answerPredecessor(ask)
  channel.send({ t: 'tell', to: from, q, reply })
}

async function requireApp(): Promise<App> {
  if (!app) throw new Error('the app has not been started')
  return app
}

async function stop(graceMs: number): Promise<void> {
  try {
    if (hasTurn) await (await app)?.stop(graceMs)
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
