/**
 * `motia state set` and `motia state delete`: change an item by hand, unless something else has changed it since its
 * version was seen. Registered by state.ts.
 */
import { type Command, InvalidArgumentError } from 'commander'
import { toLine } from '../observability/terminal-text.ts'
import { askApp } from './ask-app.ts'
import type { Io } from './io.ts'
import { readJsonArgument } from './json-argument.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'

interface ChangeFlags {
  readonly ifVersion?: number
  readonly json?: boolean
}

const SET = `Writes an item by hand; the server has to run. It is refused with
[\`MOTIA_STATE_CHANGED\`](errors.md#motia_state_changed) if something else writes the item meanwhile.`
const DELETE =
  'Deletes an item by hand while the server runs, or refuses like [`motia state set`](#motia-state-set).'

export function registerStateChanges(state: Command, io: Io): void {
  const change = (name: string, summary: string, description: string) =>
    state
      .command(name)
      .summary(summary)
      .description(description)
      .argument('<group>', 'its group')
      .argument('<key>', 'its key')
  const withFlags = (command: Command) =>
    command
      .option(
        '--if-version <version>',
        'only if it still has this version; 0: only if it is new',
        parseVersion,
      )
      .option('--json', 'print one JSON document')

  withFlags(change('set', 'write an item', SET).argument('<value>', 'JSON; `-` reads it from stdin')).action(
    async (group: string, key: string, given: string, flags: ChangeFlags, command: Command) => {
      const value = await readJsonArgument(given, 'value', io)
      const { root, version } = await findVersion(group, key, flags, io)
      await askApp(root, { name: 'state-set', group, key, value, version })
      report('wrote', group, key, command.optsWithGlobals(), io)
    },
  )
  withFlags(change('delete', 'delete an item', DELETE)).action(
    async (group: string, key: string, flags: ChangeFlags, command: Command) => {
      const { root, version } = await findVersion(group, key, flags, io)
      await askApp(root, { name: 'state-delete', group, key, version })
      report('deleted', group, key, command.optsWithGlobals(), io)
    },
  )
}

/** The one that was told, or else the one that is there now. */
async function findVersion(group: string, key: string, { ifVersion }: ChangeFlags, io: Io) {
  const config = await loadReadConfig(io)
  if (ifVersion !== undefined) return { root: config.root, version: ifVersion }
  const runs = openRuns(config)
  const { version } = runs.stateItem(group, key)
  runs.close()
  return { root: config.root, version }
}

function report(done: string, group: string, key: string, { json }: ChangeFlags, io: Io): void {
  if (json) io.write(`${JSON.stringify({ group, key, done: true })}\n`)
  else io.write(`${io.ink.green('✓')} ${done} ${io.ink.bold(toLine(`${group}/${key}`))}\n`)
}

function parseVersion(text: string): number {
  const version = Number(text)
  if (text !== '' && Number.isSafeInteger(version) && version >= 0) return version
  throw new InvalidArgumentError('It has to be a version as `motia state` shows it, or 0.')
}
