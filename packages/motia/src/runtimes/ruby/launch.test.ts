import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Machine, openMachine } from '../fixtures/interpreters.ts'
import { rubyLaunch } from './launch.ts'

let machine: Machine
beforeEach(() => {
  machine = openMachine()
  machine.command('path/ruby', '3.2.0', '/gems/bundle')
})
afterEach(() => machine.remove())

function launch(env: NodeJS.ProcessEnv = {}) {
  const hello = { root: machine.root, mode: 'development', files: [] } as const
  return rubyLaunch(machine.root, { ...machine.env, ...env }, hello)
}

it('runs our worker in the project, with UTF-8 on any locale', async () => {
  const { command, args, cwd } = await launch()
  const worker = expect.stringMatching(/packages.motia.ruby.exe.worker\.rb$/)
  expect([command, args, cwd]).toEqual(['ruby', ['-EUTF-8:UTF-8', worker], machine.root])
})

it('puts our library before those of the user', async () => {
  const { env } = await launch({ RUBYLIB: '/mine' })
  expect(env.RUBYLIB).toMatch(new RegExp(`packages.motia.ruby.lib${delimiter}/mine$`))
})

it('gives steps the gems of the Gemfile, and those only', async () => {
  expect((await launch()).env).not.toHaveProperty('BUNDLE_GEMFILE')
  machine.file('Gemfile')
  const bundled = { BUNDLE_GEMFILE: join(machine.root, 'Gemfile'), RUBYOPT: '-w -rbundler/setup' }
  expect((await launch({ RUBYOPT: '-w' })).env).toMatchObject(bundled)
})

it.skipIf(spawnSync('ruby', ['-rbundler', '-e', '']).status !== 0)(
  'has missing gems told in words',
  async () => {
    machine.file('Gemfile', "gem 'no-such-gem'\n")
    const { env } = await launch()
    const { stderr } = spawnSync('ruby', ['-e', ''], {
      cwd: machine.root,
      env: { ...process.env, ...env, PATH: process.env.PATH },
    })
    expect(String(stderr).split('\n')).toEqual([
      expect.stringContaining("Could not find gem 'no-such-gem'"),
      expect.stringContaining('`bundle install`'),
      expect.any(String), // the end of the colour
    ])
  },
)

it('asks for Bundler once where motia runs below `bundle exec`', async () => {
  machine.file('Gemfile')
  const RUBYOPT = '-r/usr/lib/ruby/bundler/setup'
  expect((await launch({ RUBYOPT })).env.RUBYOPT).toBe(RUBYOPT)
})

it('goes without the Gemfile where there is no Bundler', async () => {
  machine.file('Gemfile')
  machine.command('path/ruby', '3.2.0')
  expect((await launch()).env).not.toHaveProperty('RUBYOPT')
})
