import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Machine, openMachine } from '../fixtures/interpreters.ts'
import { findBasePython, findPython } from './interpreter.ts'

let machine: Machine
beforeEach(() => {
  machine = openMachine()
})
afterEach(() => machine.remove())

function venv(folder: string, version = '3.11.7') {
  machine.file(`${folder}/pyvenv.cfg`)
  return machine.command(`${folder}/bin/python3`, version, '/elsewhere/python3.11')
}

it('takes what python3 on PATH stands for', async () => {
  machine.command('path/python3', '3.12.1', '/versions/3.12.1/bin/python3.12')
  machine.command('path/python', '3.13.0', '/versions/3.13.0/bin/python3.13')
  expect(await findPython(machine)).toEqual({
    command: '/versions/3.12.1/bin/python3.12',
    version: '3.12.1',
  })
})

it('takes python where python3 is missing, fails, or is too old', async () => {
  machine.command('path/python', '3.9.0', '/python')
  expect((await findPython(machine)).version).toBe('3.9.0')
  machine.command('path/python3')
  expect((await findPython(machine)).version).toBe('3.9.0')
  machine.command('path/python3', '3.7.9', '/python3')
  expect((await findPython(machine)).version).toBe('3.9.0')
})

it('prefers .venv, then venv, then the active environment, then the configured one, then PATH', async () => {
  machine.command('path/python3', '3.10.0', '/python3')
  expect((await findPython(machine)).command).toBe('/python3')
  const path = 'tools/python'
  const configured = machine.command(path, '3.11.0', '/other')
  expect((await findPython(machine, { path })).command).toBe(configured)
  const active = { ...machine, env: { ...machine.env, VIRTUAL_ENV: join(machine.root, 'active') } }
  expect((await findPython(active, { path })).command).toBe(configured)
  for (const folder of ['active', 'venv', '.venv']) {
    const command = venv(folder)
    expect(await findPython(active, { path })).toEqual({
      command,
      version: '3.11.7',
      venv: join(machine.root, folder),
    })
  }
  expect((await findBasePython(active, { path })).command).toBe(configured)
})

it('looks for a configured name on PATH', async () => {
  machine.command('path/python3.12', '3.12.0', '/versions/python3.12')
  expect((await findPython(machine, { path: 'python3.12' })).command).toBe('/versions/python3.12')
})

it('says what is needed where there is none', async () => {
  await expect(findPython(machine)).rejects.toMatchObject({
    message: 'Python 3.8 or newer is needed, and no python3 was found',
    hint: expect.stringContaining('`python.path`'),
  })
})

it('says which one is too old', async () => {
  machine.command('path/python3', '3.6.8', '/usr/bin/python3')
  await expect(findPython(machine)).rejects.toThrow(
    'Python 3.8 or newer is needed, and python3 is 3.6.8 (/usr/bin/python3)',
  )
  const command = machine.command('old', '2.7.18', '/old')
  await expect(findPython(machine, { path: './old' })).rejects.toThrow(
    `and ${command} (\`python.path\`) is of version 2.7.18`,
  )
})

it('does not go past an environment whose Python is gone: its packages would be missing', async () => {
  machine.command('path/python3', '3.12.0', '/python3')
  machine.file('.venv/pyvenv.cfg')
  await expect(findPython(machine)).rejects.toMatchObject({
    message: `Python 3.8 or newer is needed, and the virtual environment ${machine.root}/.venv does not run`,
    hint: 'Delete that folder, and run `motia install`.',
  })
})

it('does not go past a configured one that does not run', async () => {
  machine.command('path/python3', '3.12.0', '/python3')
  await expect(findPython(machine, { path: 'python9' })).rejects.toThrow(
    'python9 (`python.path`) does not run',
  )
})
