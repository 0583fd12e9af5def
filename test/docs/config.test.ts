/** docs/config.md and the list of settings, both ways: keys, types, variables, options, defaults, and the example. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Mode } from '../../packages/motia/src/config/config.ts'
import { loadConfig } from '../../packages/motia/src/config/load.ts'
import { SETTINGS } from '../../packages/motia/src/config/settings.ts'
import { lookUp } from '../../packages/motia/src/config/sources.ts'
import { readBlock, readCode, readRows, readSections } from './page.ts'

const sections = readSections('docs/config.md')
const rows = sections.flatMap(readRows).filter((row) => row.length === 6)
const documented = rows.map(([key, type = '', byDefault = '', env, option]) => ({
  key: readCode(key)[0] ?? '',
  type,
  byDefault,
  env: readCode(env),
  option: readCode(option)[0],
}))

let root: string
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-docs-')))
})
afterAll(() => rmSync(root, { recursive: true }))

it('has every key, with its variables and its option, and no other', () => {
  const settings = SETTINGS.map(({ key, env, flag }) => ({ key, env, option: flag && toOption(flag) }))
  expect(sorted(documented.map(({ key, env, option }) => ({ key, env, option })))).toEqual(sorted(settings))
})

it.each(documented)('$key is of type $type', ({ key, type }) => {
  const parsed = SETTINGS.find((setting) => setting.key === key)?.parse(undefined)
  expect(parsed).toEqual({ expected: toExpected(type) })
})

it.each(['development', 'production'] as const)(
  'its defaults, written into a file, change nothing in %s',
  async (mode) => {
    writeFileSync(join(root, 'motia.config.cjs'), `module.exports = ${JSON.stringify(toDefaults(mode))}`)
    const { config, mistakes, warnings } = await load(mode)
    const { file, ...written } = config
    rmSync(join(root, 'motia.config.cjs'))
    expect([file, mistakes, warnings]).toEqual(['motia.config.cjs', [], []])
    expect(written).toEqual((await load(mode)).config)
  },
)

it('has an example that is right, and has every key', async () => {
  const [page] = sections.filter(({ title }) => title === 'The file')
  if (!page) throw new Error('there is no section on the file')
  const example = readBlock(page, 'js')
  writeFileSync(join(root, 'motia.config.js'), example)
  for (const mode of ['development', 'production'] as const) {
    const { mistakes, warnings } = await load(mode, { WORKBENCH_TOKEN: 'secret' })
    expect([mistakes, warnings]).toEqual([[], []])
  }
  const { default: values } = await import(`data:text/javascript,${encodeURIComponent(example)}`)
  const missing = SETTINGS.filter(({ key }) => !lookUp(values, key).mentioned)
  expect(missing.map(({ key }) => key)).toEqual([])
})

function load(mode: Mode, env = {}) {
  return loadConfig({ root, mode, env, inContainer: false })
}

/** What the parser of a type says that a value must be. */
function toExpected(type: string): string {
  const [, low, high] = /^number, (\d+) to (\d+)$/.exec(type) ?? []
  if (low !== undefined) return `a whole number from ${low} to ${high}`
  const words: Readonly<Record<string, string>> = {
    text: 'a text that is not empty',
    switch: 'true or false',
    duration: 'milliseconds, or a text such as "30s", "12h" or "7d"',
    size: 'bytes, or a text such as "64kb" or "1mb"',
    origins: 'true, origins, or an object',
    compression: 'true, or { threshold } in bytes',
    proxies: 'true, or addresses of proxies such as "10.0.0.0/8, loopback"',
    openapi: 'true, a path, or an object',
  }
  return words[type] ?? `no type of the page: ${type}`
}

/** The default column as a config object; "none" is left out. */
function toDefaults(mode: Mode): object {
  const defaults: Record<string, Record<string, string> | string> = {}
  for (const { key, byDefault } of documented) {
    const [always, inProduction] = readCode(byDefault)
    const value = mode === 'production' ? (inProduction ?? always) : always
    if (value === undefined) {
      expect(byDefault).toBe('none')
      continue
    }
    const [group = '', name] = key.split('.')
    defaults[group] = name === undefined ? value : { ...(defaults[group] as object), [name]: value }
  }
  return defaults
}

/** As commander names it. */
function toOption(flag: string): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function sorted<T extends { readonly key: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.key < b.key ? -1 : 1))
}
