/**
 * One `motia dev` from its first compilation to its end: what runs, and what a change does to it. dev.ts makes one.
 */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { Mistake } from '@motia/core/descriptor'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { loadCompiler } from '../config/load-compiler.ts'
import type { Manifest } from '../discovery/manifest.ts'
import type { Started } from '../supervisor/started.ts'
import type { Supervisor } from '../supervisor.ts'
import type { DevConsole } from './console.ts'
import { installationOf } from './installed.ts'
import { buildsOf, keepLastGood, onlyLoaded, withoutBroken } from './last-good.ts'
import { findBrokenPackage } from './package-file.ts'
import type { Watcher } from './watch.ts'

export interface SessionOptions {
  readonly config: Config
  readonly flags: Readonly<Record<string, unknown>>
  readonly supervisor: Supervisor
  readonly console: DevConsole
}

/** What a restart of `motia dev` is needed for. */
const FIXED = ['port', 'host', 'database', 'workbench', 'telemetry'] as const
const CONFIG_FILE = /^(motia\.config\.[cm]?[jt]s|\.env)$/
/** For workers that load their files, before the list of steps is shown without theirs. */
const DESCRIBE_WAIT_MS = 1_500
/** No editing of the project makes these go away. */
const HOPELESS = ['MOTIA_STORE_BUSY', 'MOTIA_STORE_VERSION']

export class DevSession {
  #config: Config
  #manifest: Manifest | undefined
  /** What runs. */
  #good: Manifest | undefined
  #described = () => {}
  /** Files that workers have loaded, which no manifest knows. */
  #modules: readonly string[] = []
  #watcher: Watcher | undefined
  #installation: string
  #isStopping = false
  /** Nothing can be loaded for now. */
  #isWaiting = false
  #turn: Promise<void> = Promise.resolve()
  readonly #flags: SessionOptions['flags']
  readonly #supervisor: Supervisor
  readonly #console: DevConsole

  constructor({ config, flags, supervisor, console }: SessionOptions) {
    this.#config = config
    this.#installation = installationOf(config.root)
    this.#flags = flags
    this.#supervisor = supervisor
    this.#console = console
    console.onDescribed = ({ modules }) => {
      this.#modules = modules
      this.#follow()
      void this.#writeTypes(this.#config)
      if (!console.isIncomplete) this.#described()
    }
  }

  /** Compiles, starts, watches. False if nothing that is edited will help. */
  async begin(): Promise<boolean> {
    this.#console.listsSteps = true
    const manifest = await this.#compile()
    const starting = this.#run(this.#config, manifest)
    this.#turn = starting.then(() => {})
    const [started] = await Promise.all([starting, this.#watch()])
    await this.#change([]) // what was edited before anybody watched
    const tookMs = performance.now()
    await this.#untilDescribed()
    this.#console.listsSteps = false
    if (this.#isStopping) return true
    if (started.ok) this.#console.banner(this.#supervisor.urls(), this.#notes(), tookMs)
    else this.#console.failed(started.failure)
    if (!started.ok && HOPELESS.includes(started.failure.code ?? '')) return false
    if (!started.ok) this.#console.say('waiting for a change…')
    return true
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    await Promise.all([this.#watcher?.close(), this.#supervisor.stop()])
    this.#console.close()
  }

  kill(): void {
    this.#isStopping = true
    this.#supervisor.kill()
  }

  /** It serves already; what its quick workers tell belongs into the list of steps. */
  async #untilDescribed(): Promise<void> {
    if (!this.#console.isIncomplete) return
    const described = new Promise<void>((resolve) => {
      this.#described = resolve
    })
    await Promise.race([described, delay(DESCRIBE_WAIT_MS, undefined, { ref: false })])
  }

  /** While the app starts, which must not wait for it. */
  async #watch(): Promise<void> {
    await nextTurn()
    const { startWatcher } = await import('./watch.ts')
    const { root } = this.#config
    this.#watcher = await startWatcher({
      root,
      onChange: (files) => this.#change(files),
      onTrouble: (message) => this.#console.say(`some changes will go unnoticed: ${message}`),
    })
    if (this.#isStopping) return this.#watcher.close()
    this.#follow()
  }

  /** One after another. */
  #change(files: readonly string[]): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      try {
        if (!this.#isStopping && (files.length > 0 || (await this.#isEdited()))) await this.#reload(files)
      } catch (error) {
        this.#console.bug(error)
      }
    })
    return this.#turn
  }

  async #isEdited(): Promise<boolean> {
    const { isFresh } = await import('../discovery/manifest.ts')
    return this.#manifest !== undefined && !(await isFresh(this.#manifest))
  }

  async #reload(files: readonly string[]): Promise<void> {
    const began = performance.now()
    const before = { config: this.#config, manifest: this.#manifest }
    const broken = findBrokenPackage(this.#config.root)
    if (broken) return this.#wait([broken])
    const isConfig = this.#isWaiting || files.some((file) => CONFIG_FILE.test(file))
    this.#isWaiting = false
    const config = isConfig ? await this.#loadConfig() : this.#config
    const manifest = await this.#compile()
    const isSame = config === before.config && manifest.buildDir === before.manifest?.buildDir
    if (isSame && !files.some((file) => isPackageFile(file) || this.#modules.includes(file))) return
    this.#noticeInstallation(files)
    const started = await this.#run(config, manifest)
    this.#follow()
    if (this.#isStopping) return
    if (started.ok) this.#console.reloaded(files, performance.now() - began)
    else this.#console.failed(started.failure, started.goesOn)
  }

  /** What runs goes on until these are mended. */
  #wait(mistakes: readonly Mistake[]): void {
    this.#isWaiting = true
    this.#console.mistakes(mistakes)
    this.#supervisor.misconfigured(mistakes)
  }

  async #compile(): Promise<Manifest> {
    const { compileProject } = await loadCompiler(() => import('../discovery/compile.ts'))
    const used = [this.#manifest, this.#good, ...(this.#supervisor.manifests as Manifest[])]
    const kept = used.flatMap((manifest) => (manifest ? buildsOf(manifest) : []))
    return keepLastGood(this.#manifest, await compileProject({ root: this.#config.root, kept }))
  }

  async #run(config: Config, manifest: Manifest): Promise<Started> {
    this.#config = config
    this.#manifest = manifest
    this.#console.expectsReady = true
    const started = await this.#runLoadable(config, manifest)
    this.#console.expectsReady = false
    if (started.ok) void this.#writeTypes(config)
    return started
  }

  /** A file that compiles and cannot be loaded is treated as one that does not compile. */
  async #runLoadable(config: Config, manifest: Manifest): Promise<Started> {
    const started = await this.#supervisor.run(config, manifest, false)
    const { broken } = started.ok ? {} : started
    const loadable = broken ? withoutBroken(this.#good, manifest, broken) : manifest
    const settled = broken ? await this.#supervisor.run(config, loadable) : started
    if (settled.ok) this.#good = onlyLoaded(loadable, this.#console.found)
    return settled
  }

  async #writeTypes({ root, strict }: Config): Promise<void> {
    try {
      const { writeTypes } = await import('../discovery/step-types.ts')
      await writeTypes(root, this.#console.found.steps, { strict })
    } catch (error) {
      this.#console.say(`the types of the steps could not be written: ${(error as Error).message}`)
    }
  }

  /** The one that is wrong stays unused. */
  async #loadConfig(): Promise<Config> {
    const { root } = this.#config
    const { config, mistakes, warnings } = await loadConfig({ root, mode: 'development', flags: this.#flags })
    this.#console.warnings(warnings)
    this.#supervisor.misconfigured(mistakes)
    if (mistakes.length > 0) {
      this.#console.mistakes(mistakes)
      return this.#config
    }
    const changed = FIXED.filter((key) => JSON.stringify(config[key]) !== JSON.stringify(this.#config[key]))
    if (changed.length > 0) this.#console.say(`${changed.join(', ')}: changed with the next \`motia dev\``)
    const { port, host, database, workbench, telemetry } = this.#config
    return { ...config, port, host, database, workbench, telemetry }
  }

  #follow(): void {
    const { helpers = [], inputs = [] } = this.#manifest ?? {}
    this.#watcher?.follow([...helpers, ...inputs.map(({ file }) => file), ...this.#modules])
  }

  /** What was loaded of the packages before is not what there is now. */
  #noticeInstallation(files: readonly string[]): void {
    const installation = installationOf(this.#config.root)
    const isNew = installation !== this.#installation || files.some(isPackageFile)
    this.#installation = installation
    if (isNew) this.#supervisor.dropSpare()
  }

  #notes(): string[] {
    const { port, workbench } = this.#config
    const { api, workbench: page } = this.#supervisor.urls()
    const moved = (wanted: number, url: string | undefined) =>
      url !== undefined && wanted !== 0 && !url.endsWith(`:${wanted}`)
    return [
      ...(moved(port, api) ? [`port ${port} is taken by another program, so the API is on ${api}`] : []),
      ...(moved(workbench.port, page)
        ? [`port ${workbench.port} is taken by another program, so the Workbench is on ${page}`]
        : []),
    ]
  }
}

/** What changes how code runs though the code is the same. */
function isPackageFile(file: string): boolean {
  return /^(package\.json|tsconfig.*|requirements\.txt|pyproject\.toml|Gemfile(\.lock)?)$/.test(file)
}
