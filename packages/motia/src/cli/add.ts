/** `motia add [kind]`: writes a new step in the project's language, and says how to try it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { toUrl } from '../config/address-url.ts'
import type { Config } from '../config/config.ts'
import { findFiles } from '../discovery/files.ts'
import { readServerRecord } from '../wire/server-record.ts'
import { askStep } from './add/ask.ts'
import { findFaults, findTaken, type NewStep, parseKind, parseLanguage, parseMethod } from './add/new-step.ts'
import { toTry } from './add/next-words.ts'
import { chooseFile, guessLanguage } from './add/place.ts'
import { toSource } from './add/source-text.ts'
import { findTestFolder, findTestRunner, type TestManifest, toTest } from './add/test-text.ts'
import { CommandError, wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'
import { leadsOut } from './name-within.ts'
import { loadReadConfig } from './project.ts'
import { listSteps } from './steps.ts'

interface AddFlags {
  readonly kind?: string
  readonly id?: string
  readonly method?: string
  readonly path?: string
  readonly on?: string
  readonly schedule?: string
  readonly language?: string
  readonly folder?: string
  readonly test?: boolean
  readonly json?: boolean
}

const DESCRIPTION = `Writes a new step in the project's language, and a test of it if the project has a test runner. At a
terminal it asks for what is not given. No file is overwritten, and no id or route given twice.

\`\`\`sh
npx motia add event send-email
npx motia add api get-user --path /users/:id
npx motia add cron clean-up --schedule '0 3 * * *'
\`\`\``

export function registerAdd(program: Command, io: Io): void {
  program
    .command('add')
    .summary('write a new step')
    .description(DESCRIPTION)
    .argument('[kind]', '`api`, `event`, `cron` or `noop`; `step` leaves it to be asked for')
    .argument('[id]', 'its id, unique in the project')
    .option('--kind <kind>', 'the kind, as an option')
    .option('--id <id>', 'the id, as an option')
    .option('--method <method>', 'of an api step; `GET` unless given')
    .option('--path <path>', 'of an api step; `/` and its id unless given')
    .option('--on <topics>', 'topics of an event step, separated by commas')
    .option('--schedule <expression>', 'of a cron step; `0 8 * * *` unless given')
    .option(
      '-l, --language <name>',
      "`typescript`, `javascript`, `python` or `ruby`; the project's unless given",
    )
    .option('--folder <folder>', 'where to; with the other steps unless given')
    .option('--no-test', 'without a test')
    .option('--json', 'print one JSON document: `step`, `files`, `try`')
    .action(async (kind: string | undefined, id: string | undefined, flags: AddFlags) => {
      const config = await loadReadConfig(io)
      const { sources, foreign } = await findFiles(config.root)
      const files = [...sources, ...foreign]
      const guess = guessLanguage(files, existsSync(join(config.root, 'tsconfig.json')))
      const step = complete(await decide(parseFlags(kind, id, flags), io), guess)
      const file = chooseFile(step, files, toGiven(flags, config, io))
      if (leadsOut(file)) throw wrongUse(`${file} is outside of the project`)
      await refuseFaults(step, config)
      report(step, write(step, file, flags, config), config, flags, io)
    })
}

function parseFlags(kind: string | undefined, id: string | undefined, flags: AddFlags): Partial<NewStep> {
  try {
    const kinds = [kind, flags.kind].flatMap((text) => (text === undefined ? [] : (parseKind(text) ?? [])))
    if (new Set(kinds).size > 1) throw new RangeError(`is it ${kinds.join(' or ')}? Name one kind`)
    const ids = [id, flags.id].filter((given) => given !== undefined)
    if (new Set(ids).size > 1) throw new RangeError(`is it ${ids.join(' or ')}? Name one id`)
    return {
      ...(kinds[0] && { kind: kinds[0] }),
      ...(ids[0] !== undefined && { id: ids[0] }),
      ...(flags.method !== undefined && { method: parseMethod(flags.method) }),
      ...(flags.path !== undefined && { path: flags.path }),
      ...(flags.on !== undefined && {
        on: flags.on
          .split(',')
          .map((topic) => topic.trim())
          .filter(Boolean),
      }),
      ...(flags.schedule !== undefined && { schedule: flags.schedule }),
      ...(flags.language !== undefined && { language: parseLanguage(flags.language) }),
    }
  } catch (error) {
    if (error instanceof RangeError) throw wrongUse(error.message)
    throw error
  }
}

/** Asks, if somebody can answer. */
async function decide(given: Partial<NewStep>, { terminal }: Io): Promise<Partial<NewStep>> {
  if (!terminal || (given.kind !== undefined && given.id !== undefined)) return given
  const [{ createTerminalAsker }, { CreateError }] = await Promise.all([
    import('./create/terminal-asker.ts'),
    import('./create/create-error.ts'),
  ])
  try {
    return await askStep(given, createTerminalAsker(terminal))
  } catch (error) {
    if (error instanceof CreateError) throw new CommandError(error.message, { exitCode: error.exitCode })
    throw error
  }
}

/** @throws CommandError if kind or id is open */
function complete({ kind, id, ...given }: Partial<NewStep>, language: NewStep['language']): NewStep {
  if (kind === undefined)
    throw wrongUse('name a kind of step: api, event, cron or noop', 'motia add api hello')
  if (id === undefined) throw wrongUse('give the step an id', `motia add ${kind} hello`)
  return { kind, id, language, method: 'GET', path: `/${id}`, on: [], schedule: '0 8 * * *', ...given }
}

async function refuseFaults(step: NewStep, config: Config): Promise<void> {
  const faults = findFaults(step)
  if (faults.length > 0) throw wrongUse(faults.join('\n'))
  const { steps, mistakes } = await listSteps(config)
  const taken = findTaken(step, steps, mistakes)
  if (taken !== undefined) throw new CommandError(taken)
}

function toGiven({ folder }: AddFlags, { root }: Config, { cwd }: Io) {
  return folder === undefined ? undefined : { folder, cwd, root }
}

/** Never over a file that is there. @returns what was written, relative to the root */
function write(step: NewStep, file: string, flags: AddFlags, { root }: Config): string[] {
  const manifest = readManifest(root)
  const hasZod = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).includes('zod')
  const runner = flags.test === false ? undefined : findTestRunner(manifest)
  const test = runner && toTest(step, file, runner, findTestFolder(manifest))
  const texts = [{ file, text: toSource(step, { hasZod }) }, ...(test ? [test] : [])]
  const there = texts.find((each) => existsSync(join(root, each.file)))
  if (there)
    throw new CommandError(`${there.file} is there already`, {
      hint: 'Nothing was written: choose another id or --folder.',
    })
  for (const { file: name, text } of texts) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text, { flag: 'wx' })
  }
  return texts.map(({ file: name }) => name)
}

function report(step: NewStep, files: readonly string[], config: Config, { json }: AddFlags, io: Io): void {
  const apiUrl = readServerRecord(config.root)?.apiUrl ?? toUrl(config.host, config.port)
  const trying = toTry(step, apiUrl)
  if (json) io.write(`${JSON.stringify({ step, files, try: trying }, undefined, 2)}\n`)
  if (json) return
  for (const file of files) io.write(`${io.ink.green('✓')} ${file}\n`)
  io.write(`\n${io.ink.dim('Try it, while `motia dev` runs:')}\n  ${trying}\n`)
}

function readManifest(root: string): TestManifest {
  try {
    return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  } catch {
    return {}
  }
}
