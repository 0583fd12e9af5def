/** What is wrong with a configuration: all of it at once, with its places. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mode } from './config.ts'
import { type ConfigRequest, loadConfig } from './load.ts'

let root: string

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-config-')))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text)
}

function load(mode: Mode = 'development', request: Partial<ConfigRequest> = {}) {
  return loadConfig({ root, mode, env: {}, inContainer: false, ...request })
}

describe('mistakes', () => {
  it('are reported all at once, each with its key and line', async () => {
    write(
      'motia.config.js',
      `module.exports = {
  workbench: true,
  retention: { succeeded: 'a while' },
  development: {
    port: 'http',
    strict: 'perhaps',
    database: { url: 'postgres://db/motia' },
  },
}
`,
    )
    const { config, mistakes } = await load('development', { env: { MOTIA_WORKBENCH_PORT: '99999' } })
    expect(mistakes.map(({ file, line, message }) => `${file}:${line ?? ''} ${message}`)).toEqual([
      'motia.config.js:2 workbench must be an object (of enabled, port, host, token, password, viewerToken, viewerPassword)',
      'motia.config.js:5 development.port must be a whole number from 0 to 65535; it is "http"',
      'environment: MOTIA_WORKBENCH_PORT must be a whole number from 0 to 65535; it is "99999"',
      'motia.config.js:7 development.database.url must be the URL of an SQLite file, such as ' +
        '"sqlite://./motia-dev.db": Postgres is not yet supported by this version; it is "postgres://db/motia"',
      'motia.config.js:6 development.strict must be true or false; it is "perhaps"',
      'motia.config.js:3 retention.succeeded must be milliseconds, or a text such as "30s", "12h" or "7d"; ' +
        'it is "a while"',
    ])
    expect(config.port).toBe(3001)
  })

  it('do not include unknown words, which are warnings with the nearest known one', async () => {
    write('motia.config.js', 'module.exports = {\n  developmnt: {},\n  workbench: { prot: 1 },\n  zzz: 1\n}')
    const { mistakes, warnings } = await load()
    expect(mistakes).toEqual([])
    expect(warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '2 developmnt has no meaning, did you mean "development"?',
      '3 workbench.prot has no meaning, did you mean "port"?',
      '4 zzz has no meaning',
    ])
  })

  it.each([
    ['motia.config.js', '{}'],
    ['motia.config.js', '{ "type": "module" }'],
    ['motia.config.mjs', '{}'],
    ['motia.config.ts', '{}'],
  ])('a syntax error in %s (package of %s) has its place', async (name, manifest) => {
    write('package.json', manifest)
    const start = name.endsWith('.js') ? 'module.exports =' : 'export default'
    write(name, `${start} {\n  port: 1\n  strict: true\n}\n`)
    const { config, mistakes } = await load()
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatchObject({ file: name, line: 3, column: 3 })
    expect(mistakes[0]?.message).toMatch(/^SyntaxError: /)
    expect(config.port).toBe(3001)
  })

  it.each(['motia.config.js', 'motia.config.mjs', 'motia.config.ts'])(
    'an exception in %s has its place',
    async (name) => {
      const start = name.endsWith('.js') ? 'module.exports =' : 'export default'
      write(
        name,
        `\nconst secrets${name.endsWith('.ts') ? ': any' : ''} = undefined\n${start} { port: secrets.port }\n`,
      )
      const { mistakes } = await load()
      expect(mistakes).toHaveLength(1)
      expect(mistakes[0]).toMatchObject({ file: name, line: 3 })
      expect(mistakes[0]?.message).toMatch(/^TypeError: Cannot read properties of undefined/)
    },
  )

  it('a syntax error in a file that the config requires has its place', async () => {
    write('motia.config.js', "module.exports = require('./settings.cjs')")
    write('settings.cjs', 'module.exports = {\n  port: 1\n  strict: true\n}')
    expect((await load()).mistakes).toMatchObject([{ file: 'settings.cjs', line: 3 }])
  })

  it('a missing import of a compiled config is named', async () => {
    write('motia.config.ts', "import { a } from './nowhere'\nexport default { port: a }")
    const { mistakes } = await load()
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]?.message).toBe("Could not resolve './nowhere' in motia.config.ts")
  })

  it('an export that is no object is refused', async () => {
    write('motia.config.js', 'module.exports = () => ({ port: 1 })')
    expect((await load()).mistakes).toMatchObject([
      { message: 'the config must export an object of settings' },
    ])
  })

  it('the API and the Workbench may not share a port', async () => {
    const { mistakes } = await load('development', { env: { PORT: '3000' } })
    expect(mistakes).toMatchObject([
      { file: 'environment', message: 'the API and the Workbench both want port 3000' },
    ])
  })

  it('there cannot be fewer workers under load than are kept', async () => {
    write('motia.config.js', 'module.exports = { workers: { count: 4, max: 2 } }')
    const { mistakes, config } = await load()
    expect(mistakes).toMatchObject([
      { line: 1, message: 'workers.max is 2, which is less than workers.count (4)' },
    ])
    expect(config.workers.max).toBe(4)
  })

  it('a Workbench in production needs a password or a token, and viewers one of their own', async () => {
    write('motia.config.js', 'module.exports = { production: { workbench: { enabled: true } } }')
    expect((await load('production')).mistakes).toMatchObject([
      { line: 1, message: 'the Workbench is on in production and has no password or token' },
    ])
    expect((await load('production', { servedElsewhere: true })).mistakes).toEqual([])
    const { mistakes, config } = await load('production', { env: { MOTIA_WORKBENCH_TOKEN: 'x'.repeat(20) } })
    expect(mistakes).toEqual([])
    expect(config.workbench).toMatchObject({ enabled: true, token: 'x'.repeat(20) })
    const env = { MOTIA_WORKBENCH_PASSWORD: 'abc', MOTIA_WORKBENCH_VIEWER_PASSWORD: 'abc' }
    expect((await load('production', { env })).mistakes).toMatchObject([
      { file: 'environment', message: 'workbench.viewerPassword lets an operator in' },
    ])
  })

  it('a Redis that would not be used is a warning', async () => {
    const { config, warnings } = await load('development', { env: { REDIS_URL: 'redis://redis:6379' } })
    expect(config.redis.url).toBe('redis://redis:6379')
    expect(warnings).toMatchObject([{ file: 'environment' }])
  })
})
