/** Completion as real shells do it, with what the definitions of the commands and a project say. */
import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ControlSocket, openControlSocket } from '../../supervisor/control-socket.ts'
import type { Answer } from '../../wire/control.ts'
import { makeRanProject, newRun, type RanProject } from '../fixtures/ran-project.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }) // shells start the command anew at each tab

const run = promisify(execFile)
const workspace = fileURLToPath(new URL('../../../../../', import.meta.url))
const lacks = (shell: string) => spawnSync(shell, ['--version']).status !== 0
let project: RanProject
let server: ControlSocket | undefined

beforeAll(async () => {
  project = await makeRanProject(
    [{ accepts: [newRun('a001', 'send-email'), newRun('a002', '결제-처리', { passes: true })] }],
    [],
  )
  const bin = join(project.root, 'node_modules/.bin')
  mkdirSync(bin, { recursive: true })
  mkdirSync(join(project.root, 'motia/steps'), { recursive: true })
  const tsx = join(workspace, 'node_modules/.bin/tsx')
  const main = join(workspace, 'packages/motia/src/cli/bin.ts')
  const config = join(workspace, 'tsconfig.base.json')
  writeFileSync(join(bin, 'motia'), `#!/bin/sh\nexec '${tsx}' --tsconfig '${config}' '${main}' "$@"\n`)
  chmodSync(join(bin, 'motia'), 0o755)
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(project.root, `motia.${shell}`), (await project.motia(`completion ${shell}`)).output())
})
afterEach(() => {
  server?.close()
  server = undefined
})
afterAll(() => project.remove())

async function complete(line: string): Promise<string[]> {
  const io = await project.motia(`complete -- ${line}`)
  expect(io.errors()).toBe('')
  return io
    .output()
    .split('\n')
    .filter(Boolean)
    .map((each) => each.split('\t')[0] ?? '')
}

describe('what may come next', () => {
  it.each([
    ["'re'", ['redrive', 'resume']],
    ["runs '--st'", ['--step', '--status']],
    ["runs --status 'qu'", ['queued', 'quarantined']],
    ["runs --step ''", ['send-email', '결제-처리']],
    ["runs -s '결'", ['결제-처리']],
    ["retry ''", ['0000a002', '0000a001']],
    ["cancel 0000a001 '0000a00'", ['0000a002', '0000a001']],
    ["trace '0000a001'", ['0000a001']],
    ["state 's'", ['set']],
    ["completion ''", ['bash', 'zsh', 'fish']],
    ["api -X 'P'", ['POST']],
    ["create -t 'm'", ['minimal']],
    ["add 'c'", ['cron']],
    ["openapi --out ''", []],
    ["runs --json ''", []],
    ["nonsense ''", []],
  ])('after %s', async (line, expected) => {
    expect(await complete(line)).toEqual(expected)
  })

  it('is no hidden command', async () => {
    expect(await complete("'co'")).toEqual(['completion'])
  })

  it('has the steps and topics of the running server', async () => {
    const step = (id: string, on?: string) => ({
      ...{ kind: 'event', id, file: 'a.ts', language: 'node', exportName: 'default', triggers: [] },
      options: on === undefined ? {} : { on },
    })
    server = await openControlSocket(project.root, async () => {
      return { ok: true, value: { steps: [step('ship', 'paid'), step('pack', 'paid')] } } as Answer
    })
    expect(await complete("trigger ''")).toEqual(['ship', 'pack', 'paid'])
    expect(await complete("pause ''")).toEqual(['ship', 'pack'])
  })

  it('is nothing, without a word, where the project is broken', async () => {
    const broken = await makeRanProject([], [])
    writeFileSync(join(broken.root, 'motia.config.js'), 'syntax error here')
    const io = await broken.motia("complete -- runs --step ''")
    expect([io.output(), io.errors(), io.exitCode()]).toEqual(['', '', undefined])
    broken.remove()
  })
})

describe('in shells', () => {
  const cwd = () => join(project.root, 'motia/steps')
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', LC_ALL: 'C.UTF-8' }

  it.skipIf(lacks('bash'))('bash completes motia and npx motia, from within the project', async () => {
    const tab = async (...words: string[]) => {
      const list = words.map((word) => `'${word}'`).join(' ')
      const script = `. ../../motia.bash; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}
        _motia_complete; printf '%s\\n' "\${COMPREPLY[@]}"`
      const { stdout } = await run('bash', ['--norc', '-c', script], { cwd: cwd(), env })
      return stdout.split('\n').filter(Boolean)
    }
    expect(await tab('motia', 'runs', '--step', '')).toEqual(['send-email', '결제-처리'])
    expect(await tab('npx', 'motia', 'red')).toEqual(['redrive'])
    expect(await tab('npx', 'vitest', 'red')).toEqual([])
    const { stdout } = await run('bash', ['--norc', '-c', '. ../../motia.bash; complete -p motia npx'], {
      cwd: cwd(),
      env,
    })
    expect(stdout).toContain('-F _motia_complete motia')
  })

  it.skipIf(lacks('zsh'))('zsh completes with meanings', async () => {
    // What it would show is printed instead: the display needs a terminal.
    const script = `compdef() {}; _files() { print files }; _default() { print default }
      _describe() { print -l -- "\${(@P)2}" }
      . ../../motia.zsh
      words=(motia red); CURRENT=2; _motia_complete
      words=(npx motia runs --status quar); CURRENT=5; _motia_complete
      words=(npx vitest x); CURRENT=3; _motia_complete
      words=(motia openapi --out ''); CURRENT=4; _motia_complete`
    const { stdout } = await run('zsh', ['-f', '-c', script], { cwd: cwd(), env })
    expect(stdout.split('\n').filter(Boolean)).toEqual([
      'redrive:run failed runs again, with fresh attempts',
      'quarantined:',
      'default',
      'files',
    ])
  })

  it.skipIf(lacks('fish'))('fish completes with meanings', async () => {
    const tab = async (line: string) => {
      const script = `source ../../motia.fish; complete -C '${line}'`
      const home = join(project.root, 'home')
      const { stdout } = await run('fish', ['--no-config', '-c', script], {
        cwd: cwd(),
        env: { ...env, HOME: home },
      })
      return stdout.split('\n').filter(Boolean)
    }
    expect(await tab('motia red')).toEqual(['redrive\trun failed runs again, with fresh attempts'])
    expect(await tab('motia runs --step ')).toEqual(['send-email', '결제-처리'])
    expect(await tab('npx motia runs --status quar')).toEqual(['quarantined'])
  })
})
