import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../config/load.ts'
import { type Supervisor, startSupervisor } from '../supervisor.ts'
import { createFakeIo } from './fixtures/fake-io.ts'
import { runProgram } from './program.ts'

const appPath = fileURLToPath(new URL('../supervisor/fixtures/fake-app.cjs', import.meta.url))

let root: string
let supervisor: Supervisor | undefined
beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'api-'))
  writeFileSync(join(root, 'package.json'), '{}')
})
afterEach(async () => {
  await supervisor?.stop()
  supervisor = undefined
  rmSync(root, { recursive: true, force: true })
})

async function serve(workbench: boolean): Promise<void> {
  const flags = { port: 0, workbenchPort: 0, workbench }
  const { config } = await loadConfig({ root, mode: 'development', flags, env: {}, inContainer: false })
  supervisor = await startSupervisor({ config, sinks: [], forDevelopment: false, appPath })
  await supervisor.run(config, { files: [] })
}

async function motia(args: readonly string[], stdin?: string) {
  const io = createFakeIo({ cwd: root, ...(stdin !== undefined && { stdin }) })
  await runProgram(['api', ...args], io)
  return { code: io.exitCode() ?? 0, output: io.output(), errors: io.errors() }
}

describe('motia api', () => {
  it.each(['runs?limit=5', '/runs?limit=5', '/api/v1/runs?limit=5'])(
    'prints what %s answers',
    async (path) => {
      await serve(true)
      expect(JSON.parse((await motia([path])).output)).toEqual({ runs: [] })
    },
  )

  it('sends commands, from the line and from stdin', async () => {
    await serve(true)
    const positions = { 'step:a': { x: 1, y: 2 } }
    const body = JSON.stringify({ positions })
    expect(JSON.parse((await motia(['commands/arrange', '-d', body])).output)).toEqual({ done: true })
    expect((await motia(['commands/arrange', '-d', '-'], body)).code).toBe(0)
    expect(JSON.parse((await motia(['graph'])).output)).toMatchObject({ positions })
  })

  it('fails with what was refused, and what to do', async () => {
    await serve(true)
    const none = await motia(['runs/none'])
    expect([none.code, none.output, none.errors]).toEqual([
      1,
      '',
      expect.stringContaining('there is no run none, or it is no longer kept'),
    ])
    expect((await motia(['commands/arrange', '-X', 'GET'])).errors).toContain('takes POST')
    expect((await motia(['commands/arrange', '-d', '{'])).code).toBe(2)
    expect((await motia(['runs', '-X', 'PUT'])).code).toBe(2)
  })

  it('says so when no server runs, or none with a Workbench', async () => {
    expect((await motia(['info'])).errors).toContain('no Motia server runs in')
    await serve(false)
    expect((await motia(['info'])).errors).toMatch(/the server runs without its Workbench\n.*--workbench/)
  })
})
