import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Machine, openMachine } from '../fixtures/interpreters.ts'
import { findRuby } from './interpreter.ts'

let machine: Machine
beforeEach(() => {
  machine = openMachine()
})
afterEach(() => machine.remove())

it('takes the configured one, else ruby on PATH', async () => {
  machine.command('path/ruby', '3.2.0', '/gems/bundle')
  expect(await findRuby(machine)).toEqual({ command: 'ruby', version: '3.2.0', bundle: '/gems/bundle' })
  const command = machine.command('tools/ruby', '3.3.0')
  expect(await findRuby(machine, { path: 'tools/ruby' })).toEqual({
    command,
    version: '3.3.0',
  })
})

it('says what is needed where there is none', async () => {
  await expect(findRuby(machine)).rejects.toMatchObject({
    message: 'Ruby 3.0 or newer is needed, and no ruby was found',
    hint: expect.stringContaining('`ruby.path`'),
  })
})

it('says which one is too old or does not run', async () => {
  machine.command('path/ruby', '2.6.10', '/gems/bundle')
  await expect(findRuby(machine)).rejects.toThrow('and ruby is of version 2.6.10')
  await expect(findRuby(machine, { path: '/no/ruby' })).rejects.toThrow(
    'Ruby 3.0 or newer is needed, and /no/ruby (`ruby.path`) does not run',
  )
})
