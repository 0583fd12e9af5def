import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTempProject, type TempProject } from '../discovery/fixtures/temp-project.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { createInk } from '../observability/ink.ts'
import { readWorkbenchToken } from '../supervisor/workbench-token.ts'
import { readServerRecord } from '../wire/server-record.ts'
import type { WireProblems } from '../workbench/wire/app.ts'
import { runDev } from './dev.ts'

const FAKE_APP = fileURLToPath(new URL('../supervisor/fixtures/fake-app.cjs', import.meta.url))
const STEP = (id: string) =>
  `import { event } from '@motia/core'\nexport default event({ id: '${id}' }, async () => 1)\n`
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })
const WAIT = { timeout: 15_000, interval: 20 }

let project: TempProject
let root: string
let printed: string
let complained: string
let running: Promise<number> | undefined

beforeEach(async () => {
  project = await createTempProject({ 'motia/steps/greet.ts': STEP('greet') })
  root = project.root
  printed = ''
  complained = ''
})
afterEach(async () => {
  process.emit('SIGTERM', 'SIGTERM')
  await running?.catch(() => {})
  running = undefined
  project.dispose()
})

const write = (file: string, text: string) => project.write({ [file]: text })

function dev(flags: object = {}): Promise<number> {
  running = runDev({
    root,
    flags: { port: 0, workbench: false, ...flags },
    nodeArgs: [],
    verbose: false,
    json: false,
    screen: {
      isTTY: false,
      color: false,
      ink: createInk(false),
      columns: 80,
      write: (text) => {
        printed += text
      },
      writeError: (text) => {
        complained += text
      },
    },
    appPath: FAKE_APP,
  })
  return running
}

async function untilPrinted(words: string | RegExp): Promise<void> {
  await vi.waitFor(() => expect(printed).toMatch(words), WAIT)
}

/** What the fake app was given. */
async function given(): Promise<{ readonly manifest: Manifest; readonly databasePath: string }> {
  const { apiUrl } = readServerRecord(root) ?? { apiUrl: '' }
  return (await fetch(apiUrl)).json() as Promise<{ manifest: Manifest; databasePath: string }>
}

const manifest = async () => (await given()).manifest

async function problems(): Promise<WireProblems> {
  const { workbenchUrl } = readServerRecord(root) ?? {}
  const headers = { authorization: `Bearer ${readWorkbenchToken(root)}` }
  return (await fetch(`${workbenchUrl}/api/v1/problems`, { headers })).json() as Promise<WireProblems>
}

describe('motia dev', () => {
  it('says where it answers and which steps there are, and ends with 0 when it is told to', async () => {
    const code = dev()
    await untilPrinted('Motia is ready')
    expect(printed).toMatch(/API {8}http:\/\/localhost:\d+\n/)
    expect(printed).toMatch(/event {2}greet .* motia\/steps\/greet\.ts/)
    expect((await manifest()).files).toHaveLength(1)
    await vi.waitFor(() => expect(readFileSync(join(root, '.motia/types.d.ts'), 'utf8')).toContain('greet'))
    process.emit('SIGTERM', 'SIGTERM')
    expect(await code).toBe(0)
    expect(printed).toContain('stopping…')
    running = undefined
  })

  it('reloads when a step is added, edited or removed, and says so in one line', async () => {
    void dev()
    await untilPrinted('Motia is ready')
    const record = readServerRecord(root)
    write('motia/steps/users/create.ts', STEP('create'))
    await untilPrinted(/↻ reloaded in \d+ ms: create\.ts\n/)
    expect(readServerRecord(root)).toEqual(record) // the server is the same, since the same moment
    expect((await manifest()).files.map(({ source }) => source)).toEqual([
      'motia/steps/greet.ts',
      'motia/steps/users/create.ts',
    ])
    project.remove('motia/steps/greet.ts')
    await untilPrinted(/reloaded in \d+ ms: greet\.ts/)
    expect((await manifest()).files).toHaveLength(1)
  })

  it('goes on with the last good version of a file that breaks, and with the changes of others', async () => {
    void dev()
    await untilPrinted('Motia is ready')
    const [good] = (await manifest()).files
    write('motia/steps/greet.ts', 'export default event({')
    await untilPrinted('1 mistake in 1 file')
    for (let i = 0; i < 6; i++) {
      write('motia/steps/other.ts', STEP(`other-${i}`))
      await vi.waitFor(
        async () =>
          expect((await manifest()).files.map(({ output }) => output)).toEqual([
            expect.stringContaining('other'),
            good?.output,
          ]),
        WAIT,
      )
    }
    write('motia/steps/greet.ts', STEP('greet'))
    await vi.waitFor(
      async () => expect((await manifest()).files.map(({ output }) => output)).not.toContain(good?.output),
      WAIT,
    )
  })

  it('reloads for .env and a helper, keeps the config while the new one is wrong, and not without a change', async () => {
    write('lib/price.ts', 'export const price = 1')
    write(
      'motia/steps/greet.ts',
      `import { price } from '../../lib/price.ts'\n${STEP('greet')}console.log(price)`,
    )
    void dev()
    await untilPrinted('Motia is ready')
    write('.env', 'A=1')
    await untilPrinted(/reloaded in \d+ ms: \.env/)
    write('lib/price.ts', 'export const price = 2')
    await untilPrinted(/reloaded in \d+ ms: price\.ts/)
    const count = printed.split('reloaded').length
    write('motia.config.js', 'module.exports = { development: { bodyLimit: "lots" } }')
    await untilPrinted('bodyLimit')
    write('lib/price.ts', 'export const price = 2')
    write('motia.config.js', 'module.exports = { development: { strict: true } }')
    await untilPrinted(/reloaded in \d+ ms: (price\.ts, )?motia\.config\.js/)
    expect(printed.split('reloaded').length).toBe(count + 1)
  })

  it('goes on with the database that the Workbench reads, and says when another one is taken', async () => {
    void dev()
    await untilPrinted('Motia is ready')
    const { databasePath } = await given()
    write('motia.config.js', 'module.exports = { development: { database: { url: "sqlite://./other.db" } } }')
    await untilPrinted('database: changed with the next `motia dev`')
    await untilPrinted(/reloaded in \d+ ms: motia\.config\.js/)
    expect((await given()).databasePath).toBe(databasePath)
  })

  it('tells the Workbench what is wrong with an edited configuration, until it is mended', async () => {
    void dev({ workbench: undefined, workbenchPort: 0 })
    await untilPrinted('Motia is ready')
    write('motia.config.js', 'module.exports = {\n  development: { bodyLimit: "lots" } }')
    await vi.waitFor(
      async () =>
        expect((await problems()).mistakes).toMatchObject([
          { file: 'motia.config.js', line: 2, frame: { file: 'motia.config.js' } },
        ]),
      WAIT,
    )
    write('motia.config.js', 'module.exports = {}')
    await vi.waitFor(async () => expect((await problems()).mistakes).toEqual([]), WAIT)
  })

  it('moves to the next port when its own is taken, with a word', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await vi.waitFor(() => expect(other.listening).toBe(true))
    const { port } = other.address() as { port: number }
    void dev({ port })
    await untilPrinted(`port ${port} is taken by another program, so the API is on http://localhost:`)
    other.close()
  })

  it('does not start with a wrong configuration: exit code 1, each mistake with its place', async () => {
    write('motia.config.js', 'module.exports = { development: { port: "many" } }')
    expect(await dev({ port: undefined })).toBe(1)
    expect(complained).toContain('motia.config.js:1')
    expect(printed).toBe('')
  })

  it('is refused while another server runs in the project', async () => {
    void dev()
    await untilPrinted('Motia is ready')
    const first = running
    await expect(dev()).rejects.toMatchObject({ code: 'MOTIA_ALREADY_RUNNING' })
    running = first
  })
})
