/**
 * `motia build`: compiles the project for production, loads and checks every step, and leaves nothing behind that
 * `motia start` would run if there is anything to correct. cli/build.ts calls `runBuild`.
 */
import { rm } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { compileProject } from '../discovery/compile.ts'
import type { Screen } from '../observability/screen.ts'
import { createTerminalWriter } from '../observability/terminal.ts'
import { productionBuildDir } from './build-dir.ts'
import { describeProject } from './describe.ts'

export interface Built {
  readonly config: Config
  readonly steps: readonly StepDescriptor[]
  /** None, or the build is not there. */
  readonly mistakes: readonly Mistake[]
  /** Not wrong, but worth a word. */
  readonly warnings: readonly Mistake[]
  /** Relative to the root. */
  readonly folder: string
}

/** Never throws for what the project's author did. @param screen shows what files print as they are loaded */
export async function runBuild(root: string, screen: Screen): Promise<Built> {
  const { config, mistakes, warnings } = await loadConfig({ root, mode: 'production', servedElsewhere: true })
  const outDir = productionBuildDir(root)
  const manifest = await compileProject({ root, outDir })
  const writer = createTerminalWriter({
    write: (text) => screen.writeError(text),
    isTTY: false,
    color: screen.color,
  })
  const described = await describeProject(config, manifest, (event) => writer.show([event]))
  writer.close()
  const all = [...mistakes, ...described.mistakes]
  if (all.length > 0) await rm(outDir, { recursive: true, force: true })
  const unsure = [...warnings, ...described.unchecked]
  return { config, steps: described.steps, mistakes: all, warnings: unsure, folder: relative(root, outDir) }
}
