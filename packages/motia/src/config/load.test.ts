/** Configuration from real project folders: sections, precedence, mistakes, every kind of config file. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mode } from './config.ts'
import { type ConfigRequest, loadConfig } from './load.ts'

const TUTORIAL = readFileSync(
  fileURLToPath(new URL('../../../../test/fixtures/tutorial.ko.md', import.meta.url)),
  'utf8',
)

let root: string

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-config-')))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

function load(mode: Mode = 'development', request: Partial<ConfigRequest> = {}) {
  return loadConfig({ root, mode, env: {}, inContainer: false, ...request })
}

function tutorialConfig(): string {
  const block = /```javascript\n\/\/ motia\.config\.js\n([\s\S]*?)```/.exec(TUTORIAL)?.[1]
  if (!block) throw new Error('the tutorial has no config block')
  return block
}

describe('defaults', () => {
  it('a project without a config file gets the ports of the tutorial', async () => {
    const { config, mistakes, warnings } = await load()
    expect(mistakes).toEqual([])
    expect(warnings).toEqual([])
    expect(config).toMatchObject({
      mode: 'development',
      port: 3001,
      host: '127.0.0.1',
      workbench: { enabled: true, port: 3000, host: '127.0.0.1' },
      database: { path: join(root, '.motia/motia.db') },
      redis: {},
      strict: false,
      bodyLimit: 1024 * 1024,
      retention: { succeededMs: 604_800_000, failedMs: 2_592_000_000, uploadsMs: 86_400_000 },
      workers: { count: 1, slots: 100, maxMemoryBytes: 1024 ** 3 },
    })
    expect(config.file).toBeUndefined()
  })

  it('in production the Workbench is off and the API listens everywhere', async () => {
    const { config } = await load('production')
    expect(config.workbench.enabled).toBe(false)
    expect(config.host).toBe('0.0.0.0')
  })

  it('in a container both listen everywhere, since its loopback is out of reach', async () => {
    const { config } = await load('development', { inContainer: true })
    expect([config.host, config.workbench.host]).toEqual(['0.0.0.0', '0.0.0.0'])
  })
})

describe('workers', () => {
  it.each([
    [1, {}, 1],
    [2, {}, 2],
    [16, {}, 4],
    [2, { MOTIA_WORKERS_COUNT: '6' }, 6],
    [2, { MOTIA_WORKERS_MAX: '8' }, 8],
  ])('on %i processors, with %o, may become %i', async (processors, env, max) => {
    const { config, mistakes } = await load('production', { processors, env })
    expect(mistakes).toEqual([])
    expect(config.workers.max).toBe(max)
  })

  it('live until they are too old, have done too much, or are too large', async () => {
    write(
      'motia.config.js',
      "module.exports = { workers: { maxAge: '1d', maxRuns: 5000, maxMemory: '512mb' } }",
    )
    expect((await load()).config.workers).toMatchObject({
      maxAgeMs: 86_400_000,
      maxRuns: 5_000,
      maxMemoryBytes: 512 * 1024 ** 2,
    })
  })
})

describe('the config of the tutorial', () => {
  beforeEach(() => write('motia.config.js', tutorialConfig()))

  it('gives development its section, and the file of its database relative to the root', async () => {
    const { config, mistakes, warnings } = await load('development')
    expect([mistakes, warnings]).toEqual([[], []])
    expect(config).toMatchObject({ port: 3001, workbench: { enabled: true, port: 3000 } })
    expect(config.database.path).toBe(join(root, 'motia-dev.db'))
  })

  it('gives production port 8080, no Workbench, and the default database with a warning', async () => {
    const { config, mistakes, warnings } = await load('production')
    expect(mistakes).toEqual([])
    expect(config).toMatchObject({ port: 8080, workbench: { enabled: false } })
    expect(config.database.path).toBe(join(root, '.motia/motia.db'))
    expect(warnings).toEqual([
      {
        file: 'motia.config.js',
        line: 19,
        message: 'database.url has no value: using .motia/motia.db',
        hint: 'Set the variable that it reads (DATABASE_URL?), or remove the key.',
      },
    ])
  })

  it('asks for no variable of the place where it will be served while it is built', async () => {
    const built = await load('production', { servedElsewhere: true })
    expect([built.mistakes, built.warnings]).toEqual([[], []])
  })

  it('takes a port from the environment as the text that it is', async () => {
    const { config, mistakes } = await load('production', {
      env: { PORT: '4567', DATABASE_URL: 'sqlite://a.db' },
    })
    expect(mistakes).toEqual([])
    expect(config.port).toBe(4567)
    expect(config.database.path).toBe(join(root, 'a.db'))
  })

  it('works in a package of ES modules too', async () => {
    write('package.json', '{ "type": "module" }')
    const { config, mistakes } = await load('production')
    expect([mistakes, config.port]).toEqual([[], 8080])
  })

  it('lets NODE_ENV choose the section', async () => {
    const { config } = await load('production', { env: { NODE_ENV: 'development' } })
    expect([config.mode, config.port, config.workbench.enabled]).toEqual(['development', 3001, true])
  })

  it('is told apart from an earlier state of the same file', async () => {
    await load()
    write('motia.config.js', tutorialConfig().replace('port: 3001', 'port: 3999'))
    expect((await load()).config.port).toBe(3999)
  })
})

describe('precedence', () => {
  it('goes flag, environment, .env, section, shared key, default', async () => {
    write('motia.config.cjs', 'module.exports = { port: 1, development: { port: 2 }, strict: true }')
    const steps: Partial<ConfigRequest>[] = [{}]
    expect((await load('development', steps[0])).config).toMatchObject({ port: 2, strict: true })
    expect((await load('production')).config.port).toBe(1)
    write('.env', 'PORT=3\nSECRET="of the project"')
    const withFile = await load()
    expect(withFile.config.port).toBe(3)
    expect(withFile.config.fileEnv).toEqual({ PORT: '3', SECRET: 'of the project' })
    const env = { PORT: '4', SECRET: 'of the shell' }
    expect((await load('development', { env })).config).toMatchObject({ port: 4, fileEnv: {} })
    expect((await load('development', { env, flags: { port: '5' } })).config.port).toBe(5)
  })

  it('takes an empty variable for none', async () => {
    expect((await load('development', { env: { PORT: '' } })).config.port).toBe(3001)
  })

  it('shows the config file what .env says, and leaves no trace of it in the process', async () => {
    write('.env', 'MY_PORT=4100')
    write('motia.config.js', 'module.exports = { port: process.env.MY_PORT }')
    expect((await load()).config.port).toBe(4100)
    expect(process.env.MY_PORT).toBeUndefined()
  })

  it('reads durations and sizes as words', async () => {
    const values = { retention: { succeeded: '12h', failed: 5000 }, bodyLimit: '64kb', stopGrace: '2s' }
    write('motia.config.js', `module.exports = ${JSON.stringify(values)}`)
    expect((await load()).config).toMatchObject({
      retention: { succeededMs: 43_200_000, failedMs: 5000, uploadsMs: 86_400_000 },
      bodyLimit: 65_536,
      stopGraceMs: 2000,
    })
  })
})

describe('kinds of config file', () => {
  const esm = "import { port } from './port.mjs'\nexport default { port }\n"

  it.each([
    ['motia.config.mjs', esm, '{}'],
    ['motia.config.js', esm, '{}'],
    ['motia.config.js', esm, '{ "type": "module" }'],
    ['motia.config.js', 'export default { port: 4242 }', '{ "type": "module" }'],
    ['motia.config.js', 'exports.default = { port: 4242 }', '{ "type": "module" }'],
    ['motia.config.cjs', "const { port } = require('./port.cjs'); module.exports = { port }", '{}'],
    ['motia.config.ts', `${esm}export type T = string`, '{}'],
    ['motia.config.ts', 'const port: number = 4242; module.exports = { port }', '{}'],
  ])('%s: %j in a package of %s', async (name, text, manifest) => {
    write('package.json', manifest)
    write('port.mjs', 'export const port = 4242')
    write('port.cjs', 'exports.port = 4242')
    write(name, text)
    const { config, mistakes } = await load()
    expect(mistakes).toEqual([])
    expect([config.file, config.port]).toEqual([name, 4242])
  })

  it('a file that the config requires is read again too', async () => {
    write('motia.config.js', "module.exports = require('./settings.cjs')")
    write('settings.cjs', 'module.exports = { port: 4001 }')
    expect((await load()).config.port).toBe(4001)
    write('settings.cjs', 'module.exports = { port: 4002 }')
    expect((await load()).config.port).toBe(4002)
  })

  it('knows its own folder when it is compiled', async () => {
    write('motia.config.ts', 'export default { onError: import.meta.dirname + "|" + __filename }')
    expect((await load()).config.onError).toBe(`${root}|${join(root, 'motia.config.ts')}`)
  })

  it('only one of two is read, with a word about the other', async () => {
    write('motia.config.js', 'module.exports = { port: 1 }')
    write('motia.config.ts', 'export default { port: 2 }')
    const { config, warnings } = await load()
    expect(config.port).toBe(1)
    expect(warnings.map(({ file }) => file)).toEqual(['motia.config.ts'])
  })
})
