/** docs/cli.md and the help of `motia`, both ways: commands, arguments, options and their defaults. */
import { beforeAll, expect, it } from 'vitest'
import { createFakeIo } from '../../packages/motia/src/cli/fixtures/fake-io.ts'
import { runProgram } from '../../packages/motia/src/cli/program.ts'
import { readCode, readRows, readSections } from './page.ts'

/** An argument or option, as help writes it, and its default if it says one. */
interface Entry {
  readonly term: string
  readonly byDefault: string | undefined
}

const sections = readSections('docs/cli.md').filter(({ level }) => level === 2)
let commands: string[]

beforeAll(async () => {
  const own = await commandsOf()
  const all = await Promise.all(own.map(async (name) => [name, ...(await commandsOf(name))]))
  commands = all.flatMap(([name = '', ...nested]) => [name, ...nested.map((each) => `${name} ${each}`)])
})

it('has one section for each command, and no other', () => {
  expect(sections.map(({ title }) => title)).toEqual(['motia', ...commands.map((name) => `motia ${name}`)])
})

it.each(sections.map((section) => [section.title, section] as const))(
  '%s has its arguments and options, and their defaults',
  async (title, section) => {
    const text = await help(...title.split(' ').slice(1))
    const entries = [...toEntries(text, 'Arguments'), ...toEntries(text, 'Options')]
    const own = entries.filter(({ term }) => title === 'motia' || term !== '-h, --help')
    const rows = readRows(section)
    expect(rows.map(([term]) => readCode(term)[0])).toEqual(own.map(({ term }) => nameIn(text, term)))
    for (const [i, { byDefault }] of own.entries()) expect(rows[i]?.[1]).toContain(byDefault ?? '')
  },
)

/** Names of the commands below one. */
async function commandsOf(...words: string[]): Promise<string[]> {
  return toEntries(await help(...words), 'Commands').map(({ term }) => term.split(' ')[0] ?? '')
}

/** What `motia <words> --help` prints, on lines as long as they need. */
async function help(...words: string[]): Promise<string> {
  const io = createFakeIo({ columns: 1000 })
  await runProgram([...words, '--help'], io)
  expect(io.exitCode()).toBe(0)
  return io.output()
}

/** The lines below one heading of a help text. */
function toEntries(text: string, heading: string): Entry[] {
  const list = new RegExp(`^${heading}:\n((?: .*\n)+)`, 'm').exec(text)?.[1] ?? ''
  return list.split('\n').flatMap((line) => {
    const [, term] = /^ {2}(\S.*?)(?: {2,}|$)/.exec(line) ?? []
    const byDefault = /\(default: (.*)\)$/.exec(line)?.[1]?.replaceAll('"', '')
    return term === undefined ? [] : [{ term, byDefault }]
  })
}

/** Help lists arguments by their names alone; the usage line has them with their brackets. */
function nameIn(text: string, term: string): string {
  if (term.startsWith('-')) return term
  return new RegExp(`[<[]${term}(?:\\.{3})?[\\]>]`).exec(text)?.[0] ?? term
}
