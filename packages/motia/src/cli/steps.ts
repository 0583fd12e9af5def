/** `motia steps`: the steps of the project, as the running server knows them; without one, by loading the project. */
import type { StepDescriptor } from '@motia/core/descriptor'
import { MotiaError } from '@motia/core/errors'
import type { Command } from 'commander'
import type { DescribedProject } from '../build/describe.ts'
import type { Config } from '../config/config.ts'
import { formatMistakes } from '../discovery/report.ts'
import { formatSteps } from '../observability/step-table.ts'
import { askApp } from './ask-app.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'

export function registerSteps(program: Command, io: Io): void {
  program
    .command('steps')
    .summary('list the steps of the project')
    .description(
      'Lists the steps of the project: as the running server knows them, else by loading the project.',
    )
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const steps = await findSteps(config, io)
      if (json) io.write(`${JSON.stringify(steps, undefined, 2)}\n`)
      else if (steps.length === 0) io.write('No steps.\n')
      else io.write(formatSteps(steps, io))
    })
}

/** What is wrong is told on stderr, and makes the command fail; the steps that are right are listed all the same. */
export async function findSteps(config: Config, io: Io): Promise<readonly StepDescriptor[]> {
  const { steps, mistakes, unchecked } = await listSteps(config)
  const wrong = [...mistakes, ...unchecked]
  if (wrong.length > 0) io.writeError(`${formatMistakes(wrong, io)}\n`)
  if (mistakes.length > 0) io.setExitCode(1)
  return steps
}

/** As the running server knows them, else by loading the project, with what is wrong. */
export async function listSteps(config: Config): Promise<DescribedProject> {
  const running = await askServer(config)
  if (running) return { steps: running, mistakes: [], unchecked: [] }
  const [{ compileProject }, { describeProject }] = await Promise.all([
    import('../discovery/compile.ts'),
    import('../build/describe.ts'),
  ])
  const manifest = await compileProject({ root: config.root })
  return describeProject(config, manifest, () => {})
}

/** `undefined` if no server runs, or its app is down. */
async function askServer({ root }: Config): Promise<readonly StepDescriptor[] | undefined> {
  try {
    return (await askApp<{ steps: readonly StepDescriptor[] }>(root, { name: 'info' })).steps
  } catch (error) {
    if (error instanceof CommandError || error instanceof MotiaError) return undefined
    throw error
  }
}
