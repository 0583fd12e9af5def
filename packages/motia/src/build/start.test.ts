import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTempProject, type TempProject } from '../discovery/fixtures/temp-project.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { createInk } from '../observability/ink.ts'
import { readServerRecord } from '../wire/server-record.ts'
import { productionBuildDir } from './build-dir.ts'
import { runStart } from './start.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const FAKE_APP = fileURLToPath(new URL('../supervisor/fixtures/fake-app.cjs', import.meta.url))
const STEP = `import { event } from '@motia/core'\nexport default event({ id: 'greet' }, async () => 1)\n`

let project: TempProject
let printed: string
let complained: string
let running: Promise<number> | undefined

beforeEach(async () => {
  project = await createTempProject({ 'motia/steps/greet.ts': STEP })
})
afterEach(async () => {
  await stop()
  project.dispose()
})

async function stop(): Promise<number | undefined> {
  const stopping = running
  running = undefined
  process.emit('SIGTERM', 'SIGTERM')
  return stopping?.catch(() => undefined)
}

function start(flags: object = {}, json = false): Promise<number> {
  printed = ''
  complained = ''
  running = runStart({
    root: project.root,
    flags: { port: 0, ...flags },
    verbose: false,
    json,
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
  running.catch(() => {})
  return running
}

const record = () => readServerRecord(project.root)
/** The record of its addresses is written last. */
const ready = () =>
  vi.waitFor(() => {
    expect(printed).toMatch(/ready|app-ready/)
    expect(record()).toBeDefined()
  }, 15_000)

describe('motia start', () => {
  it('builds when there is no build, runs it in production, and ends with 0 when it is told to', async () => {
    void start()
    await ready()
    expect(printed).toContain('building…')
    expect(record()?.mode).toBe('production')
    const answer = await fetch(record()?.apiUrl ?? '')
    const { manifest } = (await answer.json()) as { manifest: Manifest }
    expect(manifest.files[0]?.output).toContain('/.motia/build/production/')
    expect(await stop()).toBe(0)
    expect(printed).toContain('stopping…')
  })

  it('uses the build that is there as long as nothing has changed, and builds anew afterwards', async () => {
    void start()
    await ready()
    await stop()
    utimesSync(join(project.root, 'motia/steps/greet.ts'), 1, 1)
    void start()
    await ready()
    expect(printed).not.toContain('building')
    await stop()
    project.write({ 'motia/steps/more.ts': STEP.replace('greet', 'more') })
    void start()
    await ready()
    expect(printed).toContain('the build is out of date: building…')
  })

  it('runs a build without its sources', async () => {
    void start()
    await ready()
    await stop()
    rmSync(join(project.root, 'motia'), { recursive: true })
    void start()
    await ready()
    expect(printed).not.toContain('building')
    expect(productionBuildDir(project.root)).toContain(project.root)
  })

  it('does not start with a mistake in the project or the configuration: exit code 1', async () => {
    project.write({ 'motia/steps/greet.ts': 'export default event({' })
    expect(await start()).toBe(1)
    expect(complained).toContain('motia/steps/greet.ts:1')
    expect(await start({ workbench: true })).toBe(1)
    expect(complained).toContain('The Workbench is on in production and has no password or token')
  })

  it('says which port is busy, and lets go of everything', async () => {
    const other = createServer().listen(0, '0.0.0.0')
    await vi.waitFor(() => expect(other.listening).toBe(true))
    const { port } = other.address() as { port: number }
    await expect(start({ port })).rejects.toMatchObject({ code: 'MOTIA_PORT_BUSY' })
    const withToken = { MOTIA_WORKBENCH_TOKEN: 'secret' }
    vi.stubEnv('MOTIA_WORKBENCH_TOKEN', withToken.MOTIA_WORKBENCH_TOKEN)
    const flags = { workbench: true, workbenchPort: port }
    await expect(start(flags)).rejects.toMatchObject({ code: 'MOTIA_PORT_BUSY' })
    vi.unstubAllEnvs()
    other.close()
    void start()
    await ready()
  })

  it('heeds NODE_ENV, and prints nothing but JSON if asked to', async () => {
    vi.stubEnv('NODE_ENV', 'development')
    writeFileSync(join(project.root, '.env'), 'NODE_ENV=production\n')
    void start({ workbench: false }, true)
    await ready()
    vi.unstubAllEnvs()
    expect(record()?.mode).toBe('development')
    await stop()
    for (const line of printed.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('type')
  })
})
