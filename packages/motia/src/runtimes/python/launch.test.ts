import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Machine, openMachine } from '../fixtures/interpreters.ts'
import { PYTHON_FOLDER, pythonLaunch } from './launch.ts'

let machine: Machine
beforeEach(() => {
  machine = openMachine()
  machine.command('path/python3', '3.12.0', '/python3')
})
afterEach(() => machine.remove())

function launch(env: NodeJS.ProcessEnv = {}, mode: 'development' | 'production' = 'development') {
  const hello = { root: machine.root, mode, files: [] }
  return pythonLaunch(machine.root, { ...machine.env, ...env }, hello)
}

it('runs our package in the project, with UTF-8 on any locale', async () => {
  const { command, args, cwd, env } = await launch({ LC_ALL: 'C' })
  expect([command, args, cwd]).toEqual(['/python3', ['-m', 'motia_worker'], machine.root])
  expect(env).toMatchObject({ LC_ALL: 'C', PYTHONUTF8: '1', PYTHONIOENCODING: 'utf-8' })
})

it('puts our packages before those of the user', async () => {
  expect(PYTHON_FOLDER).toMatch(/packages.motia.python$/)
  expect((await launch()).env.PYTHONPATH).toBe(PYTHON_FOLDER)
  expect((await launch({ PYTHONPATH: '/mine' })).env.PYTHONPATH).toBe(`${PYTHON_FOLDER}${delimiter}/mine`)
})

it('keeps bytecode out of the project in development, unless it has a place', async () => {
  expect((await launch()).env.PYTHONPYCACHEPREFIX).toBe(join(machine.root, '.motia/pycache'))
  expect((await launch({ PYTHONPYCACHEPREFIX: '/mine' })).env.PYTHONPYCACHEPREFIX).toBe('/mine')
  expect((await launch({}, 'production')).env.PYTHONPYCACHEPREFIX).toBeUndefined()
})
