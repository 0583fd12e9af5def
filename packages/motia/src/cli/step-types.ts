/** `motia types`: writes what an editor knows of the project's steps, which `motia dev` keeps up to date by itself. */
import type { Command } from 'commander'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { findSteps } from './steps.ts'

export function registerTypes(program: Command, io: Io): void {
  program
    .command('types')
    .summary('write the types of the steps, for the editor and the type checker')
    .description(
      'Writes `.motia/types.d.ts`, the ids and payloads of the steps for the editor and the type checker, and `.motia/routes.d.ts`, the routes for a [typed client](schemas.md#a-typed-client). `motia dev` keeps it up to date by itself.',
    )
    .option('--json', 'print one JSON document: `file`, `isNew`, `steps`')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const steps = await findSteps(config, io)
      const { writeTypes } = await import('../discovery/step-types.ts')
      const isNew = await writeTypes(config.root, steps, { strict: config.strict })
      const file = '.motia/types.d.ts'
      if (json) io.write(`${JSON.stringify({ file, isNew, steps: steps.length })}\n`)
      else io.write(`${io.ink.green('✓')} ${file} ${isNew ? 'is written' : 'is up to date'}\n`)
    })
}
