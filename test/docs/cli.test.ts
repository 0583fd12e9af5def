/** docs/cli.md is made of the commands' definitions: what they say is there, and nothing else. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createFakeIo } from '../../packages/motia/src/cli/fixtures/fake-io.ts'
import { loadProgram } from '../../packages/motia/src/cli/program.ts'
import { renderCliPage } from '../../scripts/cli-page.ts'
import { workspacePath } from './page.ts'

type Command = Awaited<ReturnType<typeof loadProgram>>

const program = await loadProgram(createFakeIo())

it('is up to date: `npm run docs` would change nothing', () => {
  const page = readFileSync(workspacePath('docs/cli.md'), 'utf8')
  expect(renderCliPage(page, program)).toBe(page)
})

it.each(all(program).map((command) => [pathOf(command), command] as const))(
  '%s has a summary for the list, a description for its page, and a meaning for all it takes',
  (_path, command) => {
    expect(command.summary()).toMatch(/^[a-z].*[^.]$/)
    expect(command.description()).toMatch(/^[A-Z][\s\S]*[.`]$/)
    for (const { description } of [...command.options, ...command.registeredArguments])
      expect(description).toMatch(/^[\w`[][\s\S]*[^.]$/)
  },
)

it('fits into 80 columns, as help', () => {
  for (const command of all(program)) {
    const lines = command.helpInformation().split('\n')
    expect(lines.filter((line) => line.length > 80 && !/^ {4}\S/.test(line))).toEqual([])
  }
})

/** All commands, those below others too. */
function all(parent: Command): Command[] {
  return parent.commands.flatMap((command) => [command, ...all(command)])
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}
