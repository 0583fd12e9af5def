/** `motia build`: compiles and checks the project for `motia start`. */
import type { Command } from 'commander'
import type { Io } from './io.ts'
import { findRoot } from './project.ts'

export function registerBuild(program: Command, io: Io): void {
  program
    .command('build')
    .summary('compile and check the project for production')
    .description(
      'Checks and compiles the project for `motia start`, into `.motia/`. Mistakes are listed all at once; then nothing is built.',
    )
    .option('--json', 'print one JSON document: `ok`, `folder`, `steps`, `mistakes`, `warnings`')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const beganAt = performance.now()
      const { runBuild } = await import('../build/build.ts')
      const { formatMistakes, formatWarnings } = await import('../discovery/report.ts')
      const built = await runBuild(findRoot(io.cwd), io)
      const { steps, mistakes, warnings, folder } = built
      if (mistakes.length > 0) io.setExitCode(1)
      if (json) {
        io.write(
          `${JSON.stringify({ ok: mistakes.length === 0, folder, steps, mistakes, warnings }, undefined, 2)}\n`,
        )
        return
      }
      io.writeError(formatWarnings(warnings, io))
      if (mistakes.length > 0)
        io.writeError(`${formatMistakes(mistakes, io)}\n${io.ink.red('✗')} nothing was built\n`)
      else await printBuilt(steps.length, folder, performance.now() - beganAt, io)
    })
}

async function printBuilt(count: number, folder: string, tookMs: number, { ink, write }: Io): Promise<void> {
  const { formatDuration } = await import('@motia/core/duration')
  const steps = `${count} ${count === 1 ? 'step' : 'steps'}`
  write(`${ink.green('✓')} built ${steps} into ${folder} in ${formatDuration(tookMs)}\n`)
}
