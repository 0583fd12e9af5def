/**
 * `motia dev`: runs the project while it is edited. The app process is spawned while the project is compiled; then
 * every change compiles again and hands over to a fresh app. cli/dev.ts calls `runDev`.
 */
import { loadConfig } from '../config/load.ts'
import { formatMistakes, formatWarnings } from '../discovery/report.ts'
import type { Screen } from '../observability/screen.ts'
import { stopOnSignal } from '../supervisor/signals.ts'
import { startSupervisor } from '../supervisor.ts'
import { DevConsole } from './console.ts'
import { DevSession } from './session.ts'

export interface DevOptions {
  readonly root: string
  /** Options of the command line that are settings. */
  readonly flags: Readonly<Record<string, unknown>>
  /** Arguments for the app's Node, `--inspect` say. */
  readonly nodeArgs: readonly string[]
  /** Show debug lines, and what happens as expected. */
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
export async function runDev(options: DevOptions): Promise<number> {
  const { root, flags, nodeArgs, screen, appPath } = options
  const { config, mistakes, warnings } = await loadConfig({ root, mode: 'development', flags })
  screen.writeError(formatWarnings(warnings, screen))
  if (mistakes.length > 0) {
    screen.writeError(formatMistakes(mistakes, screen))
    return FAILED
  }
  const console = new DevConsole(options)
  const supervisor = await startSupervisor({
    config,
    sinks: [console],
    forDevelopment: true,
    nodeArgs,
    ...(appPath !== undefined && { appPath }),
  })
  const session = new DevSession({ config, flags, supervisor, console })
  const stopped = stopOnSignal(session, () => console.say('stopping…'))
  try {
    if (await session.begin()) return await stopped
    await session.stop()
    return FAILED
  } catch (error) {
    await session.stop()
    throw error
  }
}
