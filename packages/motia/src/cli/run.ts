/** `motia run <id>`: all that is known of one run, whether it is durable or was an api request without effects. */
import { decodeJson } from '@motia/core/json'
import type { Command } from 'commander'
import { openProjectFiles } from '../workbench/project/project-files.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { type RunDetail, readDetail } from './run-detail.ts'

const DESCRIPTION = `Shows all that is known of one run: input, result, attempts, the failure with its place in the source,
its log lines and the runs that it led to.`

export function registerRun(program: Command, io: Io): void {
  program
    .command('run')
    .summary('show one run, with its attempts, failure and log lines')
    .description(DESCRIPTION)
    .argument('<run>', 'id of the run')
    .option('--json', 'print one JSON document: `run`, `spans`, `failures`, `logs`, `children`')
    .action(async (id: string, { json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const detail = await readDetail(id, config)
      if (json) return io.write(`${JSON.stringify(toJson(detail), undefined, 2)}\n`)
      const { printRun } = await import('./run-words.ts')
      await printRun(detail, openProjectFiles(config.root), io)
    })
}

function toJson({ run, ...rest }: RunDetail): object {
  const values = run && {
    ...run,
    input: decodeJson(run.input),
    result: run.result === null ? null : decodeJson(run.result),
  }
  return { run: values, ...rest }
}
