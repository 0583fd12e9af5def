/**
 * Entry point of a Node worker process: speaks the worker protocol on descriptor 3, loads the project's compiled files
 * and runs their handlers. Started by runtimes/node/launch.ts.
 */
import { Socket } from 'node:net'
import { createIdSource } from '@motia/core/id'
import { type LoadedFiles, loadFiles } from './discovery/load.ts'
import { trimStack } from './discovery/source-maps.ts'
import { createIdleCollector } from './runtimes/node/garbage.ts'
import { type Preload, preload } from './runtimes/node/preload.ts'
import { randomHex } from './runtimes/node/random.ts'
import { runSetup } from './runtimes/node/setup.ts'
import { WorkerLoop } from './runtimes/node/worker/loop.ts'
import { openChannel } from './wire/channel.ts'
import { takeChanges } from './wire/env-changes.ts'
import { type HostMessage, PROTOCOL_VERSION, type WorkerMessage } from './wire/protocol.ts'

const CHANNEL_FD = 3

process.setSourceMapsEnabled(true)
process.title = 'motia worker'
// The supervisor and the app decide when a worker ends: a terminal's Ctrl-C reaches the whole group.
process.on('SIGINT', () => {})

const garbage = createIdleCollector()
let root = process.cwd()
/** Spawned ahead of its project: the packages that this is going to load. */
const ahead = process.argv[2]
const preloaded = ahead === undefined ? undefined : preload(JSON.parse(ahead) as Preload)
const channel = openChannel<HostMessage, WorkerMessage>(new Socket({ fd: CHANNEL_FD }), {
  message: (message) => loop.receive(message),
  closed: () => loop.hostGone(),
})
const loop = new WorkerLoop(channel, {
  newId: createIdSource(Date.now, randomHex),
  trimStack: (stack) => trimStack(stack, root),
  exit: (code) => process.exit(code),
  async load(hello) {
    await preloaded
    garbage.busy()
    root = hello.root
    if (hello.env) takeChanges(hello.env)
    const loaded: LoadedFiles = await loadFiles(hello.root, hello.files)
    const stop = await runSetup(hello.setup)
    const steps = loaded.steps.map(({ descriptor }) => descriptor)
    const byId = new Map(loaded.steps.map(({ step }) => [step.options.id, step]))
    return { steps, mistakes: loaded.mistakes, byId, ...(stop && { stop }) }
  },
})
// A step's stray rejection is its own, never the end of the process (ACCEPTANCE D9).
process.on('unhandledRejection', (reason) => loop.reportStray(reason))
void preloaded?.then((reads) => {
  channel.send({ t: 'preloaded', reads })
  garbage.idle()
})
channel.send({ t: 'ready', v: PROTOCOL_VERSION, language: 'node', pid: process.pid })
