/**
 * docs/cli.md, made of the commands' own definitions: what stands above the mark is written by hand, what is below is
 * made here. `npm run docs` writes it, test/docs/cli.test.ts says when it is out of date.
 */
import { defaultOf } from '../packages/motia/src/cli/help.ts'
import type { loadProgram } from '../packages/motia/src/cli/program.ts'

type Command = Awaited<ReturnType<typeof loadProgram>>
type Option = Command['options'][number]
type Argument = Command['registeredArguments'][number]

/** Below this line nothing is written by hand. */
const MARK = '<!-- What follows is made by `npm run docs` from the definitions in packages/motia/src/cli. -->'
const WIDTH = 120

/** The whole page. @param page as it is @throws if the mark is missing */
export function renderCliPage(page: string, program: Command): string {
  const at = page.indexOf(MARK)
  if (at < 0) throw new Error(`the page has lost its mark: ${MARK}`)
  const sections = [
    renderRoot(program),
    ...visible(program).flatMap((command) => renderCommand(command, 'motia')),
  ]
  return `${page.slice(0, at)}${MARK}\n\n${sections.join('\n')}`
}

function renderRoot(program: Command): string {
  const rows = program.createHelp().visibleOptions(program).map(toRow)
  return `## motia\n\n${toTable(rows)}`
}

function visible(parent: Command): Command[] {
  return parent.createHelp().visibleCommands(parent)
}

function renderCommand(command: Command, parent: string): string[] {
  const title = `${parent} ${command.name()}`
  const also = command.aliases().map((alias) => `\`${parent} ${alias}\``)
  const alias = also.length > 0 ? `Also called ${also.join(' and ')}.\n\n` : ''
  const help = command.createHelp()
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help')
  const rows = [...command.registeredArguments.map(toArgumentRow), ...options.map(toRow)]
  const table = rows.length > 0 ? toTable(rows) : 'It takes no options.\n'
  const section = `## ${title}\n\n${reflow(command.description())}\n\n${alias}${table}`
  const nested = visible(command).flatMap((each) => renderCommand(each, title))
  // A command that only leads to others has nothing of its own but them.
  return [section, ...nested]
}

function toTable(rows: readonly string[]): string {
  return `| argument or option | meaning |\n|---|---|\n${rows.join('\n')}\n`
}

function toRow(option: Option): string {
  return `| \`${option.flags}\` | ${toMeaning(option)} |`
}

function toArgumentRow(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return `| \`${argument.required ? `<${name}>` : `[${name}]`}\` | ${toMeaning(argument)} |`
}

function toMeaning(given: Option | Argument): string {
  const choices = given.argChoices ? `: ${given.argChoices.map((choice) => `\`${choice}\``).join(', ')}` : ''
  const byDefault = defaultOf(given)
  const unlessGiven = byDefault === '' ? '' : `; \`${byDefault}\` unless given`
  return `${given.description}${choices}${unlessGiven}`.replaceAll('|', '\\|')
}

/** Paragraphs and list items on lines of the page's width; code as it is. */
function reflow(markdown: string): string {
  const blocks = markdown.split(/\n\n+/)
  return blocks.map((block) => (block.startsWith('```') ? block : reflowBlock(block))).join('\n\n')
}

function reflowBlock(block: string): string {
  const items = block.split(/\n(?=- )/)
  return items.map((item) => wrap(toWords(item), item.startsWith('- ') ? '  ' : '')).join('\n')
}

/** Code and links stay whole. */
function toWords(text: string): readonly string[] {
  const words = text.match(/(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|\S)+/g) ?? []
  return words.map((word) => word.replace(/\s+/g, ' '))
}

function wrap(words: readonly string[], margin: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = margin + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
