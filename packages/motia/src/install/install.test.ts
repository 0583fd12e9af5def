import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestMachine, type TestMachine } from './fixtures/pretended-tools.ts'
import { installProject } from './install.ts'

let machine: TestMachine
beforeEach(() => {
  machine = openTestMachine()
})
afterEach(() => machine.remove())

function install() {
  return installProject(machine, { python: {}, ruby: {} }, machine.progress)
}

function read(file: string): string {
  return readFileSync(join(machine.root, file), 'utf8')
}

it('has nothing to do in a project of TypeScript, whose requirements.txt holds comments', async () => {
  machine.file('motia/steps/a.ts')
  machine.file('requirements.txt', '# What your Python steps import\n\n')
  expect(await install()).toBe(false)
  expect(machine.told).toEqual([])
})

it('makes .venv, installs requirements.txt, and makes our package known there', async () => {
  machine.python()
  machine.file('requirements.txt', 'requests\n')
  expect(await install()).toBe(true)
  expect(machine.calls()).toEqual(['python -m venv .venv', 'python -m pip install -r requirements.txt'])
  expect(read('.venv/packages/motia.pth')).toMatch(/packages.motia.python\n$/)
  expect(machine.told).toEqual([
    '› python3 -m venv .venv',
    '› pip install -r requirements.txt',
    '  Successfully installed requests',
    '✓ Python 3.12.1 in .venv, with the packages of requirements.txt',
  ])
})

it('keeps the environment that there is', async () => {
  machine.python()
  machine.file('requirements.txt', 'requests\n')
  await install()
  await install()
  expect(machine.calls().filter((call) => call.includes('venv'))).toHaveLength(1)
})

it('makes one for Python steps without packages, and leads to node_modules', async () => {
  machine.python()
  machine.file('motia/steps/a.py')
  machine.file('node_modules/motia/python/motia/__init__.py')
  expect(await install()).toBe(true)
  expect(machine.calls()).toEqual(['python -m venv .venv'])
  expect(read('.venv/packages/motia.pth')).toBe(`${machine.root}/node_modules/motia/python\n`)
  expect(machine.told.at(-1)).toBe('✓ Python 3.12.1 in .venv')
})

it('takes the dependencies of pyproject.toml where there is no requirements.txt', async () => {
  machine.python()
  machine.file('pyproject.toml')
  await install()
  expect(machine.calls().at(-1)).toBe('python -m pip install emoji>=2 requests')
})

it('lets uv do it where it is installed', async () => {
  machine.python()
  machine.uv()
  machine.file('pyproject.toml')
  await install()
  expect(machine.calls()).toEqual([
    `uv venv --python ${machine.root}/path/python3 .venv`,
    'python -m venv .venv',
    `uv pip install --python ${machine.root}/.venv/bin/python3 -r pyproject.toml`,
  ])
})

it('names the missing part of Debian, and leaves no half of an environment', async () => {
  machine.python({ withoutVenv: true })
  machine.file('requirements.txt', 'requests\n')
  await expect(install()).rejects.toMatchObject({
    message: expect.stringContaining('cannot make virtual environments'),
    hint: expect.stringContaining('sudo apt install python3.12-venv'),
  })
  expect(existsSync(join(machine.root, '.venv'))).toBe(false)
})

it('says which list could not be installed', async () => {
  machine.python({ pipFails: 'ERROR: No matching distribution found' })
  machine.file('requirements.txt', 'no-such-package\n')
  await expect(install()).rejects.toThrow('the packages of requirements.txt were not installed (exit code 1)')
  expect(machine.told.at(-1)).toBe('  ERROR: No matching distribution found')
})

it('says so where the environment has no pip', async () => {
  machine.python({ pipFails: 'No module named pip' })
  machine.file('requirements.txt', 'requests\n')
  await expect(install()).rejects.toMatchObject({ message: '.venv has no pip' })
})

it('installs the gems of a Gemfile into the project, once', async () => {
  machine.ruby()
  machine.file('Gemfile')
  expect(await install()).toBe(true)
  expect(machine.calls()).toEqual(['bundle config set --local path vendor/bundle', 'bundle install'])
  expect(machine.told).toEqual(['› bundle install', '✓ Ruby 3.2.0, with the gems of Gemfile'])
  await install()
  expect(machine.calls().filter((call) => call === 'bundle install')).toHaveLength(1)
})

it('says how to get Bundler where the Gemfile needs it', async () => {
  machine.ruby({ withoutBundler: true })
  machine.file('Gemfile')
  await expect(install()).rejects.toMatchObject({ hint: expect.stringContaining('gem install bundler') })
})

it('asks for neither Bundler nor a Gemfile where Ruby steps need no gems', async () => {
  machine.file('motia/steps/a.rb')
  expect(await install()).toBe(false)
})
