/** `motia state [group] [key]`: durable state, as groups, as the items of one, or one item whole. */
import type { ListedItem, StateGroup } from '@motia/core/store-reader'
import type { Command } from 'commander'
import { type Column, formatTable } from '../observability/table.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { parseCount } from './options.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { registerStateChanges } from './state-change.ts'

interface StateFlags {
  readonly text?: string
  readonly limit: number
  readonly json?: boolean
}

const DEFAULT_LIMIT = 50

export function registerState(program: Command, io: Io): void {
  const state = program
    .command('state')
    .summary('show durable state')
    .description(
      'Shows durable state, whether the server runs or not: the groups; with a group, its items; with a key, the value.',
    )
    .argument('[group]', 'whose items to list')
    .argument('[key]', 'of the item to show whole')
    .option('-t, --text <text>', 'items that hold this in key or value')
    .option('-n, --limit <count>', 'how many items', parseCount, DEFAULT_LIMIT)
    .option('--json', 'print one JSON document')
    .helpCommand(false)
    .action(async (group: string | undefined, key: string | undefined, flags: StateFlags) => {
      const runs = openRuns(await loadReadConfig(io))
      if (group === undefined) showGroups(runs.stateGroups(), flags, io)
      else if (key === undefined) showItems(runs, group, flags, io)
      else showItem(runs, group, key, flags, io)
      runs.close()
    })
  registerStateChanges(state, io)
}

const GROUP_COLUMNS: Column<StateGroup>[] = [
  { title: 'group', text: ({ group }) => group, shrinksTo: 12 },
  { title: 'keys', text: ({ keys }) => String(keys), alignsRight: true },
]

const ITEM_COLUMNS: Column<ListedItem>[] = [
  { title: 'key', text: ({ key }) => key, shrinksTo: 12 },
  { title: 'version', text: ({ version }) => String(version), alignsRight: true },
  { title: 'bytes', text: ({ bytes }) => String(bytes), alignsRight: true },
  { title: 'value', text: ({ value }) => value ?? '…', shrinksTo: 12 },
]

function showGroups(groups: readonly StateGroup[], { json }: StateFlags, io: Io): void {
  if (json) io.write(`${JSON.stringify(groups, undefined, 2)}\n`)
  else if (groups.length === 0) io.write('No state.\n')
  else io.write(formatTable(GROUP_COLUMNS, groups, io))
}

function showItems(runs: SqliteReader, group: string, { text, limit, json }: StateFlags, io: Io): void {
  const { items, after } = findItems(runs, group, text, limit)
  if (json) io.write(`${JSON.stringify(items.map(toJson), undefined, 2)}\n`)
  else if (items.length === 0) io.write(text === undefined ? 'No items.\n' : 'No items hold that.\n')
  else io.write(formatTable(ITEM_COLUMNS, items, io))
  if (after !== undefined) io.writeError('There are more: raise --limit.\n')
}

/** Until there are enough, however long a text is looked for. */
function findItems(runs: SqliteReader, group: string, text: string | undefined, limit: number) {
  const items: ListedItem[] = []
  let after: string | undefined
  do {
    const page = runs.stateItems({
      group,
      limit: limit - items.length,
      ...(text !== undefined && { text }),
      ...(after !== undefined && { after }),
    })
    items.push(...page.items)
    after = page.after
  } while (after !== undefined && items.length < limit)
  return { items, after }
}

/** The value alone goes to stdout. */
function showItem(runs: SqliteReader, group: string, key: string, { json }: StateFlags, io: Io): void {
  const { value, version } = runs.stateItem(group, key)
  if (value === undefined) {
    throw new CommandError(`there is nothing at ${group}/${key}`, {
      hint: `\`motia state ${group}\` lists the keys.`,
    })
  }
  const parsed: unknown = JSON.parse(value)
  io.write(`${JSON.stringify(json ? { group, key, version, value: parsed } : parsed, undefined, 2)}\n`)
}

/** A long value is left out: the item alone shows it. */
function toJson({ value, ...item }: ListedItem): object {
  return value === undefined ? item : { ...item, value: JSON.parse(value) }
}
