/**
 * The supervisor, put together: sockets, the app and its spare, telemetry, the Workbench. `motia dev` and `motia start`
 * run one in their own process and give it the project; it never loads the project's code.
 */
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { SystemEvent } from '@motia/core/events'
import type { Config } from './config/config.ts'
import { AppKeeper, type Started } from './supervisor/app-keeper.ts'
import { type AppEvents, AppProcess } from './supervisor/app-process.ts'
import { openControlSocket } from './supervisor/control-socket.ts'
import { hasInspector } from './supervisor/pulse.ts'
import { bindNextFree, bindSocket, type ListeningSocket } from './supervisor/socket.ts'
import { createTelemetryHub, type Sink } from './supervisor/telemetry.ts'
import { createFileSink } from './supervisor/telemetry-file.ts'
import { writeServerRecord } from './wire/server-record.ts'

export interface SupervisorOptions {
  readonly config: Config
  /** Where telemetry is shown besides the file and the Workbench. */
  readonly sinks: readonly Sink[]
  /** Take the next free port when the wanted one is taken, and keep a spare app for reloads. */
  readonly forDevelopment: boolean
  /** Arguments for Node before the app's script, `--inspect` say. */
  readonly nodeArgs?: readonly string[]
  /** The app's script; tests bring their own. */
  readonly appPath?: string
}

export interface Supervisor {
  readonly apiUrl: () => string
  /** Absent when it is off. */
  readonly workbenchUrl: () => string | undefined
  /** Makes the project the running one; resolves when it answers requests, or could not be started. */
  run(config: Config, manifest: unknown): Promise<Started>
  /** For what befalls the processes of the command itself. */
  record(event: SystemEvent): void
  /** After the attempts under way, or the grace. */
  stop(): Promise<void>
  /** Ends everything at once. */
  kill(): void
}

/** How long an app may take for what is under way when its project has changed. */
const RELOAD_GRACE_MS = 1000
const DEFAULT_STALL_MS = 10_000
/** Two servers that start at the same moment may both bind a port; the second to listen moves on. */
const LISTEN_TRIES = 3

/**
 * Takes the sockets and spawns the first app process, which waits for `run`.
 * @throws `MOTIA_ALREADY_RUNNING`, `MOTIA_PORT_BUSY`, `MOTIA_LISTEN`
 */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const { forDevelopment } = options
  let { config } = options
  const control = await openControlSocket(config.root, (command) => keeper.command(command))
  const file = createFileSink(config, (event) => hub.record(event))
  const hub = createTelemetryHub([...options.sinks, file])
  let socket = await bind(config, forDevelopment, config.port).catch((error) => {
    control.close()
    throw error
  })
  const keeper = new AppKeeper({
    spawn: (events) => spawnApp({ ...options, config }, socket, events),
    keepSpare: forDevelopment && !isInspected(options),
    events: {
      events: hub.take,
      output: hub.printed,
      died: (cause) => hub.record({ type: 'app-ended', at: Date.now(), cause }),
    },
  })
  keeper.begin()

  async function run(manifest: unknown): Promise<Started> {
    for (let tries = 1; ; tries++) {
      const started = await keeper.run(
        { config: { ...config, port: socket.port }, manifest },
        RELOAD_GRACE_MS,
      )
      const isTaken = !started.ok && started.failure.code === 'EADDRINUSE'
      if (!isTaken || !forDevelopment || tries === LISTEN_TRIES) return started
      keeper.dropSpare()
      socket.close()
      socket = await bind(config, true, socket.port + 1)
    }
  }

  return {
    apiUrl: () => toUrl(config.host, socket.port),
    workbenchUrl: () => undefined,
    async run(next, manifest) {
      if (!isDeepStrictEqual(next.fileEnv, config.fileEnv)) keeper.dropSpare()
      config = next
      const started = await run(manifest)
      const apiUrl = toUrl(config.host, socket.port)
      writeServerRecord(config.root, { pid: process.pid, mode: config.mode, apiUrl, startedAt: Date.now() })
      return started
    },
    record: hub.record,
    async stop() {
      await keeper.stop(config.stopGraceMs)
      control.close()
      socket.close()
      file.close()
    },
    kill() {
      keeper.kill()
      control.close()
      file.close()
    },
  }
}

function bind({ host }: Config, mayMove: boolean, port: number): Promise<ListeningSocket> {
  return mayMove ? bindNextFree(host, port) : bindSocket(host, port)
}

function spawnApp(options: SupervisorOptions, socket: ListeningSocket, events: AppEvents): AppProcess {
  const { config, nodeArgs = [], appPath = ownScript('app') } = options
  const launch = {
    command: process.execPath,
    args: [...process.execArgv.filter((arg) => !arg.startsWith('--inspect')), ...nodeArgs, appPath],
    cwd: config.root,
    env: { ...process.env, ...config.fileEnv, NODE_ENV: config.mode },
    socketFd: socket.fd,
    stallMs: isInspected(options) ? Number.POSITIVE_INFINITY : stallMsOf(process.env.MOTIA_STALL_MS),
  }
  return new AppProcess(launch, events)
}

/** A script of this package beside this file, in source or built. */
function ownScript(name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url))
}

function isInspected({ nodeArgs = [] }: SupervisorOptions): boolean {
  return hasInspector(nodeArgs, process.env.NODE_OPTIONS)
}

/** How long the app's event loop may stand still; tests shorten it. */
function stallMsOf(text: string | undefined): number {
  return Number(text) > 0 ? Number(text) : DEFAULT_STALL_MS
}

/** What a person on this machine types: loopback and "all addresses" are both `localhost`. */
function toUrl(host: string, port: number): string {
  const isHere = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' || host === '::1'
  const name = isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
