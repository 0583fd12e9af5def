/** What TypeScript knows of a project: the handlers' types, the ambient `motia`, the generated types of its steps. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

const FILE = 'motia/steps/typed.ts'

let project: Project
let marked: number

beforeAll(async () => {
  project = await createProject('types')
  marked =
    project
      .read(FILE)
      .split('\n')
      .findIndex((line) => line.startsWith('// From here on')) + 1
})

afterAll(() => project?.dispose())

/** What the project's own compiler complains of. */
async function check(): Promise<{ line: number; text: string }[]> {
  const { stdout } = await project.run('npm', 'run', '--silent', 'check', '--', '--pretty', 'false')
  return stdout.split('\n').flatMap((text) => {
    const found = /^(\S+)\((\d+),\d+\): error/.exec(text)
    if (found && found[1] !== FILE) throw new Error(text)
    return found ? [{ line: Number(found[2]), text }] : []
  })
}

describe('a created project', () => {
  it('S26 S29 S33 S98: knows the types of handlers and of motia without an import; a caught error is any', async () => {
    const complaints = await check()
    expect(complaints.filter(({ line }) => line < marked)).toEqual([])
  })

  it('S159 D24: knows ids and payloads once it has run: a wrong payload does not compile, an unknown id does', async () => {
    expect((await check()).length).toBeGreaterThan(0)
    const server = await startServer(project)
    await waitFor('the types', () => project.read('.motia/types.d.ts'))
    await server.stop()
    expect(await check()).toEqual([])
  })

  it('S159 D24: knows them better with strict: an unknown id does not compile', async () => {
    const { exitCode } = await project.run('env', 'MOTIA_STRICT=true', process.execPath, project.bin, 'types')
    expect(exitCode).toBe(0)
    const complaints = await check()
    expect(complaints.map(({ text }) => text)).toEqual([expect.stringContaining('"an-id-that-no-step-has"')])
  })
})
