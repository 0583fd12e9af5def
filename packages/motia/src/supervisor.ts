/**
 * The supervisor, put together: sockets, the app and its spare, telemetry, the Workbench. `motia dev` and `motia start`
 * run one in their own process and give it the project; it never loads the project's code.
 */
import { randomBytes } from 'node:crypto'
import { extname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Mistake } from '@motia/core/descriptor'
import type { SystemEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { toUrl } from './config/address-url.ts'
import type { Config } from './config/config.ts'
import { AppKeeper } from './supervisor/app-keeper.ts'
import { changesItsStart, isInspected, toAppLaunch } from './supervisor/app-launch.ts'
import { type AppLaunch, AppProcess } from './supervisor/app-process.ts'
import { createAppStatus } from './supervisor/app-status.ts'
import { auditCommands, openAuditLog } from './supervisor/audited-commands.ts'
import { type ControlSocket, openControlSocket } from './supervisor/control-socket.ts'
import { bindNextFree, bindWhenFree, type ListeningSocket } from './supervisor/socket.ts'
import type { Started } from './supervisor/started.ts'
import { createTelemetryHub, type Sink, type TelemetryHub } from './supervisor/telemetry.ts'
import { createFileSink, type FileSink } from './supervisor/telemetry-file.ts'
import { createWorkbenchPort, type WorkbenchPort } from './supervisor/workbench-port.ts'
import type { Answer, Command } from './wire/control.ts'
import { type ServerRecord, writeServerRecord } from './wire/server-record.ts'
import type { AuditLog } from './workbench/access/audit-log.ts'
import type { WorkbenchOptions } from './workbench/server.ts'

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

export interface Urls {
  readonly api: string
  /** Absent when it is off. */
  readonly workbench?: string
}

/** Two servers that start at the same moment may both bind a port; the second to listen moves on. */
const LISTEN_TRIES = 3
/** How long the port may be held by the app of a supervisor that was killed. */
const PORT_WAIT_MS = 3_000

/**
 * Takes the sockets and spawns the first app process, which waits for `run`.
 * @throws `MOTIA_ALREADY_RUNNING`, `MOTIA_PORT_BUSY`, `MOTIA_LISTEN`
 */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const { root } = options.config
  const control = await openControlSocket(root, (command) => supervisor.ask(command))
  const supervisor = new Supervisor(options, control)
  try {
    await supervisor.begin()
    return supervisor
  } catch (error) {
    supervisor.kill()
    throw error
  }
}

export class Supervisor {
  readonly #startedAt = Date.now()
  #config: Config
  readonly #forDevelopment: boolean
  /** Of the Workbench's own requests: whoever sends one wants to see it. */
  readonly #keepKey = randomBytes(16).toString('hex')
  readonly #control: ControlSocket
  readonly #toLaunch: () => AppLaunch
  readonly #audit: AuditLog
  /** The app's answer to a command of the command line. */
  readonly ask: (command: Command) => Promise<Answer>
  readonly #status = createAppStatus()
  readonly #file: FileSink
  readonly #workbench: WorkbenchPort
  readonly #hub: TelemetryHub
  readonly #keeper: AppKeeper
  #socket: ListeningSocket | undefined
  /** A socket that is being bound anew. */
  #rebinding: Promise<void> | undefined
  #workbenchPort: number | undefined
  #workbenchOpened: Promise<void> | undefined

  constructor(options: SupervisorOptions, control: ControlSocket) {
    const { config, forDevelopment, nodeArgs = [], appPath = ownScript('app') } = options
    this.#config = config
    this.#forDevelopment = forDevelopment
    this.#control = control
    this.#toLaunch = () => toAppLaunch({ config: this.#config, appPath, nodeArgs }, this.#socket?.fd ?? -1)
    this.#audit = openAuditLog(config.root, (event) => this.record(event))
    this.ask = auditCommands((command) => this.#keeper.command(command), this.#audit)
    this.#file = createFileSink(config, (event) => this.record(event))
    this.#workbench = createWorkbenchPort(() => this.#toWorkbenchOptions())
    this.#hub = createTelemetryHub([...options.sinks, this.#status, this.#file, this.#workbench])
    this.#keeper = new AppKeeper({
      spawn: (events) => new AppProcess(this.#toLaunch(), events),
      environment: () => this.#toLaunch().env,
      keepSpare: forDevelopment && !isInspected(nodeArgs),
      events: {
        events: this.#hub.take,
        output: this.#hub.printed,
        died: (cause, failure, restartsInMs) => this.#died(cause, failure, restartsInMs),
        cutOff: (cause) => this.#cutOff(cause),
      },
    })
  }

  /** Called once, by `startSupervisor`. */
  async begin(): Promise<void> {
    this.#socket = await this.#bind(this.#config.port)
    this.#keeper.begin()
    if (!this.#config.workbench.enabled) return
    this.#workbenchOpened = this.#workbench
      .open(this.#config.workbench, this.#forDevelopment)
      .then((port) => {
        this.#workbenchPort = port
      })
    this.#workbenchOpened.catch(() => {}) // `run` tells
  }

  /** As they are now: the port changes if another program was faster. */
  urls(): Urls {
    const { host, port, workbench } = this.#config
    const api = toUrl(host, this.#socket?.port ?? port)
    if (this.#workbenchPort === undefined) return { api }
    return { api, workbench: toUrl(workbench.host, this.#workbenchPort) }
  }

  /**
   * Makes the project the running one; resolves when it answers requests, or could not be started.
   * @param toleratesBroken it takes the place of the one before though files of it cannot be loaded
   * @throws `MOTIA_PORT_BUSY`, `MOTIA_LISTEN` of the Workbench
   */
  async run(config: Config, manifest: unknown, toleratesBroken = true): Promise<Started> {
    await this.#rebinding
    if (changesItsStart(this.#config.fileEnv, config.fileEnv)) this.#keeper.dropSpare()
    this.#config = config
    this.#status.starting()
    const starting = this.#runSomewhere(manifest, toleratesBroken)
    this.#workbenchOpened ??= this.#openWorkbench()
    const [started] = await Promise.all([starting, this.#workbenchOpened])
    if (!started.ok && started.goesOn && !started.broken) this.#status.refused(started.failure)
    writeServerRecord(config.root, this.#toServerRecord())
    return started
  }

  /** What is wrong with a configuration that `run` was not given therefore; nothing once it is mended. */
  misconfigured(mistakes: readonly Mistake[]): void {
    this.#status.misconfigured(mistakes)
  }

  /** As `run` got them, of all apps that have not ended: what these lie in may still be loaded from. */
  get manifests(): readonly unknown[] {
    return this.#keeper.manifests
  }

  /** What the spare has loaded ahead is no longer what the project loads. */
  dropSpare(): void {
    this.#keeper.dropSpare()
  }

  /** For what befalls the processes of the command itself. */
  record(event: SystemEvent): void {
    this.#hub.record(event)
  }

  /** After the attempts under way, or the grace. */
  async stop(): Promise<void> {
    await this.#keeper.stop(this.#config.stopGraceMs)
    await this.#workbench.close()
    this.#socket?.close()
    this.#control.close()
    this.#file.close()
  }

  /** Ends everything at once. */
  kill(): void {
    this.#keeper.kill()
    this.#socket?.close()
    this.#control.close()
    this.#file.close()
  }

  /** While the app starts, which must not wait for it. */
  async #openWorkbench(): Promise<void> {
    const { workbench } = this.#config
    if (!workbench.enabled) return
    await nextTurn()
    this.#workbenchPort = await this.#workbench.open(workbench, this.#forDevelopment)
  }

  async #runSomewhere(manifest: unknown, toleratesBroken: boolean): Promise<Started> {
    for (let tries = 1; ; tries++) {
      const port = this.#socket?.port ?? 0
      const config = { ...this.#config, port, keepKey: this.#keepKey }
      const started = await this.#keeper.run({ config, manifest, toleratesBroken })
      const isTaken = !started.ok && started.failure.code === 'EADDRINUSE'
      if (!isTaken || !this.#forDevelopment || tries === LISTEN_TRIES) return started
      await this.#rebind(port + 1)
    }
  }

  async #rebind(port: number): Promise<void> {
    this.#keeper.dropSpare() // it holds the old one
    this.#socket?.close()
    this.#socket = await this.#bind(port)
  }

  #bind(port: number): Promise<ListeningSocket> {
    const { host } = this.#config
    return this.#forDevelopment ? bindNextFree(host, port) : bindWhenFree(host, port, PORT_WAIT_MS)
  }

  #died(cause: string, failure: Failure | undefined, restartsInMs: number | undefined): void {
    this.record({ type: 'app-ended', at: Date.now(), cause: failure?.message ?? cause })
    this.#status.died(cause, failure, restartsInMs !== undefined)
    if (restartsInMs !== undefined) return
    // Nobody will answer for now: a fresh socket refuses connections, where the old one would keep them waiting.
    if (this.#socket) this.#rebinding = this.#rebind(this.#socket.port)
    this.#rebinding?.catch(() => {}) // `run` tells
  }

  #cutOff(cause: string): void {
    const message = `the app that was replaced was cut off, and its runs begin again: ${cause}`
    this.record({ type: 'notice', at: Date.now(), level: 'warn', message })
  }

  #toServerRecord(): ServerRecord {
    const { api, workbench } = this.urls()
    const urls = { apiUrl: api, ...(workbench !== undefined && { workbenchUrl: workbench }) }
    return { pid: process.pid, mode: this.#config.mode, startedAt: this.#startedAt, ...urls }
  }

  async #toWorkbenchOptions(): Promise<WorkbenchOptions> {
    const { toWorkbenchOptions } = await import('./supervisor/workbench-sources.ts')
    return toWorkbenchOptions({
      config: { ...this.#config, keepKey: this.#keepKey },
      status: this.#status,
      commands: { send: (command) => this.#keeper.command(command) },
      urls: () => this.urls(),
      audit: this.#audit,
    })
  }
}

/** A script of this package beside this file, in source or built. */
function ownScript(name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url))
}
