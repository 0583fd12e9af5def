/** D22: the command line on a real server, as a person at a terminal and a program in a pipe see it. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from './harness/command.ts'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { KEYS, openTerminal } from './harness/terminal.ts'
import { waitFor } from './harness/wait-for.ts'

const STEPS = `import { event } from '@motia/core';
export const work = event({ id: '일하기-work' }, (payload, { logger }) => { logger.info('did it', payload); return payload; });
export const fail = event({ id: 'fail', retry: false }, () => { throw new Error('no luck 💥'); });
export const later = event({ id: 'later' }, () => {});
`
let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('command-line')
  project.write('motia/steps/steps.ts', STEPS)
  server = await startServer(project)
  for (let n = 0; n < 3; n++) await project.motia('trigger', '일하기-work', `{"n":${n}}`, '--wait')
  await project.motia('trigger', 'fail', '--wait')
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

const terminal = (...args: string[]) =>
  openTerminal(process.execPath, [project.bin, ...args], { cwd: project.folder, env: project.env })

describe('in a pipe', () => {
  it('prints no colours, unless it is told to', async () => {
    for (const args of [['runs'], ['steps'], ['doctor'], ['logs'], ['--help']]) {
      const { stdout, stderr } = await project.motia(...args)
      expect([args, stdout === stripVTControlCharacters(stdout), stderr]).toEqual([args, true, ''])
    }
    const env = { ...project.env, FORCE_COLOR: '1' }
    const forced = await runCommand(process.execPath, [project.bin, 'runs'], { cwd: project.folder, env })
    expect(forced.stdout).toContain('\u001b[')
    const both = { ...env, NO_COLOR: '1' }
    const no = await runCommand(process.execPath, [project.bin, 'runs'], { cwd: project.folder, env: both })
    expect(no.stdout).not.toContain('\u001b[')
  })

  it('gives ids whole, so that the next command takes them', async () => {
    const { stdout } = await project.motia('runs', '--status', 'failed')
    const id = /^[0-9a-f]{32}/m.exec(stdout)?.[0] ?? ''
    const run = await project.motia('run', id)
    expect(run.stdout).toContain('no luck 💥')
    expect(run.stdout).toMatch(/at motia\/steps\/steps\.ts:3/)
    expect(run.stdout).toMatch(/> +3 │ export const fail/)
  })

  it('asks nobody: a bulk command needs --yes', async () => {
    const ran = await project.motia('redrive', '--step', 'fail')
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('Add --yes')])
  })
})

describe('at a terminal', () => {
  it('fits its lists into the terminal, ids shortened', async () => {
    const shown = terminal('runs')
    expect(await shown.ended).toBe(0)
    const lines = shown.screen().trim().split(/\r?\n/)
    expect(lines[0]).toMatch(/^run +step +status/)
    expect(lines).toHaveLength(5)
    expect(lines[1]).toMatch(/^[0-9a-f]{8} /)
  })

  it('asks before it changes many runs, and does nothing when told no', async () => {
    await project.motia('trigger', 'later', '--delay', '1h')
    await project.motia('trigger', 'later', '--delay', '1h')
    const refused = terminal('cancel', '--step', 'later')
    await refused.sees('Cancel 2 runs?')
    refused.type(KEYS.enter)
    expect(await refused.ended).toBe(130)
    const done = terminal('cancel', '--step', 'later')
    await done.sees('Cancel 2 runs?')
    done.type('y')
    expect(await done.ended).toBe(0)
    expect(done.screen().match(/cancelled [0-9a-f]{32}/g)).toHaveLength(2)
  })

  it('asks for what a new step needs, and the step works at once', async () => {
    const asking = terminal('add')
    await asking.sees('What kind of step?')
    asking.type(KEYS.enter)
    await asking.sees('Its id')
    asking.type(`ping${KEYS.enter}`)
    await asking.sees('Method')
    asking.type(KEYS.enter)
    await asking.sees('Path')
    asking.type(KEYS.enter)
    expect(await asking.ended).toBe(0)
    expect(existsSync(join(project.folder, 'motia/steps/ping.ts'))).toBe(true)
    await waitFor('the new step to answer', async () => (await server.request('GET', '/ping')).body?.ok)
    const again = await project.motia('add', 'api', '--id', 'ping', '--folder', 'motia/other')
    expect(again.stderr).toContain('there is a step "ping" already, in motia/steps/ping.ts')
  })

  it('leaves nothing when it is interrupted at a question', async () => {
    const asking = terminal('add', 'event')
    await asking.sees('Its id')
    asking.type(KEYS.ctrlC)
    expect(await asking.ended).toBe(130)
  })
})

describe('following', () => {
  it('goes on over restarts of the server, one JSON document a line', async () => {
    const child = spawn(
      process.execPath,
      [project.bin, 'logs', '--follow', '--json', '--step', '일하기-work'],
      {
        cwd: project.folder,
        env: project.env,
      },
    )
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    await waitFor('the old lines', () => printed.split('\n').length > 3)
    await server.stop()
    server = await startServer(project)
    await project.motia('trigger', '일하기-work', '{"n":"after"}', '--wait')
    await waitFor('the new line', () => printed.includes('"after"'))
    child.kill()
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ fields }) => fields.n)).toEqual([0, 1, 2, 'after'])
  })
})

describe('motia doctor', () => {
  it('is content with a running project, and not with a broken one', async () => {
    const well = await project.motia('doctor')
    expect([well.exitCode, well.stdout]).toEqual([
      0,
      expect.stringContaining('a server runs in this project'),
    ])
    const config = project.read('motia.config.js')
    project.write('motia.config.js', 'module.exports = { development: { port: "many" } }')
    const ill = await runCommand(process.execPath, [project.bin, 'doctor', '--json'], {
      cwd: project.folder,
      env: { ...project.env },
    })
    project.write('motia.config.js', config)
    const { findings } = JSON.parse(ill.stdout)
    expect(ill.exitCode).toBe(1)
    expect(findings).toContainEqual(expect.objectContaining({ check: 'config', status: 'error' }))
  })
})

it('starts a shell’s completion within a moment', async () => {
  const ran = await project.motia('complete', '--', 'pause', '')
  expect(ran.stdout).toContain('일하기-work\tevent')
  expect(ran.tookMs).toBeLessThan(3_000)
})
