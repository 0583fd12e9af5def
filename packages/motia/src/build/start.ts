/**
 * `motia start`: runs the project in production, without watching it. Uses the build if nothing has changed since,
 * and compiles otherwise. cli/start.ts calls `runStart`.
 */
import type { Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { loadCompiler } from '../config/load-compiler.ts'
import { isFresh, type Manifest, readManifest } from '../discovery/manifest.ts'
import { formatMistakes, formatWarnings } from '../discovery/report.ts'
import type { Screen } from '../observability/screen.ts'
import { createTerminalWriter, type TerminalWriter } from '../observability/terminal.ts'
import { toLines } from '../observability/terminal-text.ts'
import { stopOnSignal } from '../supervisor/signals.ts'
import { type Supervisor, startSupervisor } from '../supervisor.ts'
import { productionBuildDir } from './build-dir.ts'

export interface StartOptions {
  readonly root: string
  /** Options of the command line that are settings. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly verbose: boolean
  /** Print telemetry as lines of JSON, and nothing else. */
  readonly json: boolean
  readonly screen: Screen
  /** The app's script; tests bring their own. */
  readonly appPath?: string
}

const FAILED = 1

/**
 * Resolves to the exit code when it was told to stop, or could not start.
 * @throws `MOTIA_ALREADY_RUNNING`, `MOTIA_PORT_BUSY`, `MOTIA_LISTEN`
 */
export async function runStart(options: StartOptions): Promise<number> {
  const { root, flags, screen, appPath } = options
  const { config, mistakes, warnings } = await loadConfig({ root, mode: 'production', flags })
  screen.writeError(formatWarnings(warnings, screen))
  if (mistakes.length > 0) return refuse(mistakes, screen)
  const writer = openWriter(options)
  let found: readonly Mistake[] = []
  const terminal = {
    name: 'the terminal',
    take(events: readonly TelemetryEvent[]) {
      for (const event of events) if (event.type === 'app-ready') found = event.mistakes
      writer.show(events)
    },
  }
  const supervisor = await startSupervisor({
    config,
    sinks: [terminal],
    forDevelopment: false,
    ...(appPath !== undefined && { appPath }),
  })
  const stopped = stopOnSignal(supervisor, () => say('stopping…', options))
  try {
    const wrong = await begin(supervisor, config, () => found, options)
    if (wrong === undefined) return await stopped
    await supervisor.stop()
    return wrong
  } catch (error) {
    await supervisor.stop()
    throw error
  } finally {
    writer.close()
  }
}

/** The exit code if it cannot run. */
async function begin(
  supervisor: Supervisor,
  config: Config,
  found: () => readonly Mistake[],
  options: StartOptions,
): Promise<number | undefined> {
  const { screen } = options
  const manifest = await findBuild(config.root, options)
  if (manifest.mistakes.length > 0) return refuse(manifest.mistakes, screen)
  const started = await supervisor.run(config, manifest)
  if (!started.ok) {
    const { message, code, stack } = started.failure
    if (code === 'MOTIA_STOPPING') return undefined
    screen.writeError(`${screen.ink.red('✗')} the app could not be started: ${toLines(message, '  ')}\n`)
    if (code === undefined && stack !== undefined) screen.writeError(`${toLines(stack, '')}\n`)
    return FAILED
  }
  if (found().length > 0) return refuse(found(), screen)
  const { workbench } = supervisor.urls()
  if (workbench !== undefined) say(`Workbench on ${workbench}`, options)
  return undefined
}

/** The build that is there, or a new one where it is out of date (a project mounted over it, say). */
async function findBuild(root: string, options: StartOptions): Promise<Manifest> {
  const outDir = productionBuildDir(root)
  const there = await readManifest(outDir)
  if (there && (await isFresh(there))) return there
  say(there ? 'the build is out of date: building…' : 'building…', options)
  const { compileProject } = await loadCompiler(() => import('../discovery/compile.ts'))
  return compileProject({ root, outDir })
}

function openWriter({ screen, verbose, json }: StartOptions): TerminalWriter {
  return createTerminalWriter({
    write: (text) => screen.write(text),
    isTTY: screen.isTTY,
    color: screen.color,
    columns: () => screen.columns,
    verbose,
    json,
    hides: (event) => event.type === 'app-ready' && event.mistakes.length > 0,
  })
}

function refuse(mistakes: readonly Mistake[], screen: Screen): number {
  screen.writeError(formatMistakes(mistakes, screen))
  return FAILED
}

/** For people only: programs read telemetry. */
function say(words: string, { json, screen }: StartOptions): void {
  if (!json) screen.write(`${screen.ink.dim(words)}\n`)
}
