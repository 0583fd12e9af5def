import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../sqlite/connect.ts'
import { createSqliteStore } from '../../stores/sqlite/store.ts'
import { openControlSocket } from '../../supervisor/control-socket.ts'
import { writeServerRecord } from '../../wire/server-record.ts'
import { createFakeIo } from '../fixtures/fake-io.ts'
import { runProgram } from '../program.ts'
import { listRequirements } from './languages.ts'
import { inodesOf } from './listener.ts'
import { judgeSpace, judgeWatches } from './machine.ts'

interface Found {
  readonly check: string
  readonly status: string
  readonly what: string
  readonly fix?: string
}

let root: string
let listening: Server | undefined
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'doctor-')))
  write('package.json', '{"name":"shop","dependencies":{"motia":"*","@motia/core":"*"}}')
  write('motia/steps/a.ts', '')
  install('node_modules/motia')
  install('node_modules/@motia/core')
})
afterEach(() => {
  listening?.close()
  listening = undefined
  rmSync(root, { recursive: true, force: true })
})

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

function install(folder: string, version = '0.1.0'): void {
  write(`${folder}/package.json`, JSON.stringify({ version }))
}

/** On ports that nobody has, unless told. */
async function examine(env: NodeJS.ProcessEnv = { PORT: '0', MOTIA_WORKBENCH_PORT: '0' }) {
  const io = createFakeIo({ cwd: root, env: { PATH: process.env.PATH, ...env } })
  await runProgram(['doctor', '--json'], io)
  const { ok, findings } = JSON.parse(io.output()) as { ok: boolean; findings: Found[] }
  expect(io.exitCode()).toBe(ok ? undefined : 1)
  return { ok, of: (check: string) => findings.filter((found) => found.check === check) }
}

describe('motia doctor', () => {
  it('finds a project that is well', async () => {
    const { ok, of } = await examine()
    expect(ok).toBe(true)
    expect(of('project')[0]?.what).toBe(`project shop in ${root}, 1 source file`)
    expect([of('python'), of('ruby')]).toEqual([[], []])
  })

  it('says it in lines, each with the way to mend it', async () => {
    rmSync(join(root, 'node_modules/motia'), { recursive: true })
    const io = createFakeIo({ cwd: root, env: { PORT: '0', MOTIA_WORKBENCH_PORT: '0' } })
    await runProgram(['doctor'], io)
    expect(io.output()).toContain('✗ not installed: motia\n  → Run the install')
    expect(io.output()).toContain('\n1 wrong, 1 worth a look\n')
    expect(io.exitCode()).toBe(1)
  })

  it('finds no project, and one without sources', async () => {
    rmSync(join(root, 'motia'), { recursive: true })
    expect((await examine()).of('project')[0]).toMatchObject({ status: 'warning', fix: 'npx motia add api' })
    rmSync(join(root, 'package.json'))
    expect((await examine()).of('project')[0]).toMatchObject({ status: 'error' })
  })

  it('finds @motia/core twice, and a motia of another version', async () => {
    install('node_modules/motia', '9.0.0')
    install('node_modules/motia/node_modules/@motia/core', '9.0.0')
    const [other, twice] = (await examine()).of('motia')
    expect(other?.what).toContain('and the project has 9.0.0')
    expect(twice).toMatchObject({ status: 'error', what: expect.stringContaining('is there 2 times') })
  })

  it('finds every mistake of the configuration, at its place', async () => {
    write('motia.config.js', 'module.exports = {\n  development: { strict: "many", nonsense: 1 }\n}')
    const found = (await examine()).of('config')
    expect(found.map(({ status }) => status)).toEqual(expect.arrayContaining(['error', 'warning']))
    expect(found[0]?.what).toMatch(/^motia\.config\.js:2 /)
  })

  it.runIf(process.platform === 'linux')('names who has a port', async () => {
    const server = createServer()
    listening = server
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
    const { port } = server.address() as { port: number }
    const { of, ok } = await examine({ PORT: String(port), MOTIA_WORKBENCH_PORT: '0' })
    expect(of('ports')[0]).toMatchObject({ status: 'warning', what: expect.stringContaining(`pid ${pid}`) })
    expect(ok).toBe(true)
    const production = await examine({ PORT: String(port), NODE_ENV: 'production', HOST: '0.0.0.0' })
    expect(production.of('ports')[0]?.status).toBe('error')
  })

  it('knows the server of the project by its socket, and takes its port for right', async () => {
    const server = createServer()
    listening = server
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
    const { port } = server.address() as { port: number }
    const control = await openControlSocket(root, async () => ({ ok: true, value: null }))
    const apiUrl = `http://localhost:${port}`
    writeServerRecord(root, { pid: 4711, mode: 'development', apiUrl, startedAt: 0 })
    const { of } = await examine({ PORT: String(port), MOTIA_WORKBENCH_PORT: '0' })
    control.close()
    expect(of('server')[0]?.what).toContain(`pid 4711, ${apiUrl}`)
    expect(of('ports')[0]).toMatchObject({ status: 'ok' })
    expect((await examine()).of('server')[0]?.what).toBe('no server runs in this project')
  })

  it('tells a database that is right, of a newer Motia, and none at all', async () => {
    const path = join(root, '.motia/motia.db')
    const store = createSqliteStore({ path })
    await store.open()
    await store.close()
    expect((await examine()).of('database')[0]?.what).toMatch(/MB, schema \d+$/)
    const db = connect(path, { busyMs: 1000 })
    db.exec("INSERT INTO migrations VALUES (999, 'x', 0)")
    db.close()
    expect((await examine()).of('database')[0]?.what).toContain('is of a newer Motia: schema 999')
    writeFileSync(path, 'no database at all, but long enough to be looked at as if it were one '.repeat(20))
    expect((await examine()).of('database')[0]).toMatchObject({ status: 'error' })
  })

  it('names who holds the database, unless that is the server of the project', async () => {
    const path = join(root, '.motia/motia.db')
    const store = createSqliteStore({ path })
    await store.open()
    expect((await examine()).of('lock')[0]).toMatchObject({
      status: 'error',
      what: expect.stringContaining(`pid ${pid}`),
    })
    const control = await openControlSocket(root, async () => ({ ok: true, value: null }))
    expect((await examine()).of('lock')).toEqual([])
    control.close()
    await store.close()
    writeFileSync(`${path}.owner`, 'pid 1\n')
    expect((await examine()).of('lock')).toEqual([])
  })

  it('looks at Python only where there is some, and names packages that are missing', async () => {
    write('requirements.txt', '# none\nno-such-package-at-all>=1\n')
    const found = (await examine()).of('python')
    expect(found.at(-1)).toMatchObject({ status: 'warning', fix: 'npx motia install' })
  })

  it('says when there is no interpreter for the steps that there are', async () => {
    write('motia/steps/a.rb', 'require "motia"')
    const { ok, of } = await examine({ PORT: '0', MOTIA_WORKBENCH_PORT: '0', PATH: '' })
    expect(of('ruby')[0]).toMatchObject({
      status: 'error',
      what: expect.stringContaining('no ruby was found'),
    })
    expect(ok).toBe(false)
  })
})

describe('what is judged', () => {
  it.each([
    [50 * 1024 ** 2, 'error'],
    [500 * 1024 ** 2, 'warning'],
    [5 * 1024 ** 3, 'ok'],
  ])('%i bytes of space are %s', (free, status) => {
    expect(judgeSpace(free).status).toBe(status)
  })

  it.each([
    [100, 128, 'warning'],
    [100_000, 8, 'warning'],
    [100_000, 128, 'ok'],
  ])('%i watches by %i watchers are %s', (watches, instances, status) => {
    expect(judgeWatches(watches, instances).status).toBe(status)
  })

  it('names of requirements come without versions, comments and addresses', () => {
    write(
      'requirements.txt',
      'requests>=2 ; python_version>"3"\n# no\n-r other.txt\nPillow\na @ https://x/y.whl\n',
    )
    expect(listRequirements(root)).toEqual(['requests', 'Pillow'])
  })

  it('sockets that listen are told from others in the table of the system', () => {
    const row = (port: string, state: string, inode: number) =>
      `   0: 00000000:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 0 0 ${inode} 1 0 100`
    const table = ['  sl  local_address', row('0BB9', '0A', 42), row('0BB9', '01', 43), row('0BB8', '0A', 44)]
    expect(inodesOf(table.join('\n'), 3001)).toEqual(['42'])
  })
})
