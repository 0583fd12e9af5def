/** `motia pause [step]`: its runs are accepted and wait, until `motia resume`; without a step, what is paused. */
import type { Command } from 'commander'
import { toLine } from '../observability/terminal-text.ts'
import { askApp } from './ask-app.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'

const DESCRIPTION = `Lets no run of a step begin until it is resumed, whatever restarts there are meanwhile. Runs are
accepted and stay queued; those under way finish. A cron step's schedule fires nothing, and makes up for nothing when it
is resumed.`

export function registerPause(program: Command, io: Io): void {
  program
    .command('pause')
    .summary('let no run of a step begin until it is resumed')
    .description(DESCRIPTION)
    .argument('[step]', 'id of the step; without one, lists the steps that are paused')
    .option('--json', 'print one JSON document')
    .action(async (stepId: string | undefined, { json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      if (stepId !== undefined) {
        const { done } = await askApp<{ done: boolean }>(config.root, { name: 'pause', stepId })
        report({ stepId, done }, json, io)
        return
      }
      const runs = openRuns(config)
      const paused = runs.paused()
      runs.close()
      if (json) io.write(`${JSON.stringify(paused)}\n`)
      else io.write(paused.length === 0 ? 'No step is paused.\n' : `${paused.map(toLine).join('\n')}\n`)
    })
}

function report(
  answer: { readonly stepId: string; readonly done: boolean },
  json: boolean | undefined,
  io: Io,
): void {
  const words = answer.done ? 'paused' : 'was paused already:'
  if (json) {
    io.write(`${JSON.stringify(answer)}\n`)
    return
  }
  const stepId = toLine(answer.stepId)
  io.write(
    `${io.ink.yellow('⏸')} ${words} ${io.ink.bold(stepId)}\n  ${io.ink.dim(`motia resume ${stepId}`)}\n`,
  )
}
