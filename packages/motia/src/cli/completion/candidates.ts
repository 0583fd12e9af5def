/** What may stand at the end of a command line: commands, options, or values, as Commander's definitions have it. */
import type { Argument, Command, Option } from 'commander'
import type { Candidate, Values } from './values.ts'

/**
 * Those that begin as the last word does.
 * @param words what was typed after `motia`; the last one is to be completed, and may be empty
 */
export async function findCandidates(
  program: Command,
  words: readonly string[],
  values: Values,
): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? ''
  const place = follow(program, words.slice(0, -1))
  const found = await listAt(place, typed, values)
  return found.filter(({ value }) => value.startsWith(typed))
}

/** Where the words before have led to. */
interface Place {
  readonly command: Command
  /** How many arguments it has been given. */
  readonly given: readonly string[]
  /** The option that waits for its value. */
  readonly open?: Option
  /** After `--`, nothing is an option. */
  readonly isRest: boolean
}

function follow(program: Command, words: readonly string[]): Place {
  let command = program
  let given: string[] = []
  let open: Option | undefined
  let isRest = false
  for (const word of words) {
    if (open) open = undefined
    else if (word === '--') isRest = true
    else if (!isRest && word.startsWith('-')) open = findOption(command, word)
    else {
      const nested = given.length === 0 ? findCommand(command, word) : undefined
      if (nested) command = nested
      else given = [...given, word]
    }
  }
  return { command, given, isRest, ...(open && { open }) }
}

/** One that takes a value, which is not in the word already. */
function findOption(command: Command, word: string): Option | undefined {
  const found = command.options.find(({ long, short }) => long === word || short === word)
  return found && (found.required || found.optional) ? found : undefined
}

function findCommand(command: Command, word: string): Command | undefined {
  return command.commands.find((each) => each.name() === word || each.aliases().includes(word))
}

async function listAt(
  { command, given, open, isRest }: Place,
  typed: string,
  values: Values,
): Promise<readonly Candidate[]> {
  if (open) return listValues(open, open.name(), given, values)
  if (typed.startsWith('-') && !isRest) return listOptions(command)
  const nested = given.length === 0 ? listCommands(command) : []
  const argument = argumentAt(command, given.length)
  if (!argument) return nested
  return [...nested, ...(await listValues(argument, argument.name(), given, values))]
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1)
  return registeredArguments[index] ?? (last?.variadic ? last : undefined)
}

function listCommands(command: Command): Candidate[] {
  const visible = command.createHelp().visibleCommands(command)
  return visible.map((each) => ({ value: each.name(), meaning: each.summary() }))
}

function listOptions(command: Command): Candidate[] {
  const visible = command.createHelp().visibleOptions(command)
  return visible.map(({ long, short, description }) => ({ value: long ?? short ?? '', meaning: description }))
}

async function listValues(
  { argChoices }: Option | Argument,
  name: string,
  given: readonly string[],
  values: Values,
): Promise<readonly Candidate[]> {
  if (argChoices) return argChoices.map((value) => ({ value, meaning: '' }))
  return (await values[name]?.(given)) ?? []
}
