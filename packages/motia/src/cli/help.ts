/**
 * How help looks. A command's summary stands in the list of commands, its description on its own page: as Markdown,
 * because docs/cli.md is made of the same texts. program.ts sets it for all commands.
 */
import { stripVTControlCharacters } from 'node:util'
import type { Argument, Command, HelpConfiguration, Option } from 'commander'
import { widthOf } from '../observability/terminal-text.ts'
import type { Io } from './io.ts'

/** Lists of commands show names alone, so that their summaries begin within 80 columns. */
export function createHelp({ ink }: Io): HelpConfiguration {
  return {
    subcommandTerm: (command: Command) => [command.name(), ...command.aliases()].join(', '),
    subcommandDescription: (command: Command) => toPlain(command.summary() || command.description()),
    commandDescription: (command: Command) => joinLines(toPlain(command.description() || command.summary())),
    optionDescription: (option: Option) => toPlain(option.description) + wordDefault(option),
    argumentDescription: (argument: Argument) => toPlain(argument.description) + wordDefault(argument),
    displayWidth: (text: string) => widthOf(stripVTControlCharacters(text)),
    styleTitle: ink.bold,
    styleOptionTerm: ink.cyan,
    styleSubcommandTerm: ink.cyan,
    styleArgumentTerm: ink.cyan,
  }
}

/** What holds if nothing is given; empty if the description tells. */
export function defaultOf({ defaultValue, defaultValueDescription }: Option | Argument): string {
  return defaultValueDescription ?? (typeof defaultValue === 'boolean' ? '' : String(defaultValue ?? ''))
}

function wordDefault(given: Option | Argument): string {
  const byDefault = defaultOf(given)
  return byDefault === '' ? '' : ` (default: ${byDefault})`
}

/** Links are their texts, and the fences of code are gone: a terminal shows neither. */
function toPlain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/^```\w*\n([\s\S]*?)^```$/gm, (_fence, code: string) => code.replace(/^(?=.)/gm, '    '))
    .replaceAll('**', '')
}

/** Lines of a paragraph or list item become one, for the terminal's width to break. */
function joinLines(text: string): string {
  return text.replace(/(\S)\n(?! {4}|\n|- ) */g, '$1 ')
}
