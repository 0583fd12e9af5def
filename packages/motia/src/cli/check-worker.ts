/** `motia check-worker -- <command>`: does a worker in a further language keep to docs/protocol.md? */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { POWERS, type Power } from '../testing/worker-check/case.ts'
import { type CaseResult, checkWorker } from '../testing/worker-check/check.ts'
import { countResults, wordResult, wordSum } from '../testing/worker-check/report.ts'
import { wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'
import { nameWithin } from './name-within.ts'
import { parseTime } from './options.ts'

interface CheckFlags {
  readonly files: readonly string[]
  readonly setup?: string
  readonly without: readonly Power[]
  readonly only?: string
  readonly patience: number
  readonly json?: boolean
}

const DESCRIPTION = `Checks whether a worker in a further language keeps to
[the protocol](protocol.md#checking-a-worker): starts it as the app would, in the current folder, and tells of each rule
whether it holds. Needs no project.`

const PATIENCE_MS = 5000
const INTERRUPTED = 130
/** What the author can name; a setup is named by its file. */
const CHOICES = POWERS.filter((power) => power !== 'setup')

export function registerCheckWorker(program: Command, io: Io): void {
  const patience = new Option('--patience <time>', 'how long anything may take to come').argParser(parseTime)
  patience.default(PATIENCE_MS, '5s')
  const files = new Option('--files <list>', 'files with the fixture steps, separated by commas')
  files.argParser(parseList).makeOptionMandatory()
  const without = new Option(
    '--without <list>',
    `skip what the worker lacks: some of \`${CHOICES.join(',')}\``,
  )
  without.argParser(parsePowers).default([], 'nothing')
  program
    .command('check-worker')
    .summary('check whether a worker in a further language keeps to the protocol')
    .description(DESCRIPTION)
    .argument('<command>', 'starts the worker; `--` goes before it')
    .argument('[args...]', 'its arguments')
    .addOption(files)
    .option('--setup <file>', 'file of the fixture setup; its cases are skipped without')
    .addOption(without)
    .option('--only <words>', 'only cases whose theme or name holds these words')
    .addOption(patience)
    .option('--json', 'print one JSON document: `ok`, `passed`, `failed`, `skipped`, `cases`')
    .action(async (command: string, args: string[], flags: CheckFlags) => {
      const startedAt = performance.now()
      const interrupt = new AbortController()
      process.once('SIGINT', () => interrupt.abort()) // a worker that blocks would outlive us
      const request = { ...toRequest(command, args, flags, io), signal: interrupt.signal }
      const results = await checkWorker(request, reporter(flags, io))
      if (interrupt.signal.aborted) return io.setExitCode(INTERRUPTED)
      const counts = countResults(results)
      if (counts.passed + counts.failed === 0)
        throw wrongUse('no case was run', '`--only` and `--without` leave none.')
      if (flags.json)
        io.write(`${JSON.stringify({ ok: counts.failed === 0, ...counts, cases: results }, undefined, 2)}\n`)
      else io.write(wordSum(results, performance.now() - startedAt, io.ink))
      if (counts.failed > 0) io.setExitCode(1)
    })
}

function toRequest(command: string, args: readonly string[], flags: CheckFlags, { cwd, env }: Io) {
  const { files, setup, without, only, patience } = flags
  const find = (name: string) => {
    const output = resolve(cwd, name)
    if (!existsSync(output)) throw wrongUse(`there is no file ${name}`)
    return output
  }
  return {
    ...{ command, args, cwd, env, without, patienceMs: patience },
    files: files.map(find).map((output) => ({ source: nameWithin(cwd, output), output })),
    ...(setup !== undefined && { setup: find(setup) }),
    ...(only !== undefined && { only }),
  }
}

/** Tells each case as it ends. */
function reporter({ json }: CheckFlags, { write, ink }: Io): (result: CaseResult) => void {
  let theme: string | undefined
  return (result) => {
    if (json) return
    const text = wordResult(result, result.theme !== theme, ink)
    write(text)
    theme = result.theme
  }
}

function parseList(text: string): readonly string[] {
  const names = text.split(',').filter((name) => name !== '')
  if (names.length === 0) throw new InvalidArgumentError('Name at least one.')
  return names
}

function parsePowers(text: string): readonly Power[] {
  const powers = parseList(text)
  const unknown = powers.find((power) => !(CHOICES as readonly string[]).includes(power))
  if (unknown !== undefined) throw new InvalidArgumentError(`${unknown} is none of ${CHOICES.join(', ')}.`)
  return powers as readonly Power[]
}
