import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runSetup } from './setup.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motia setup ü-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function setUp(name: string, code: string) {
  const output = join(folder, name)
  await writeFile(output, code)
  return output
}
const calls = () => (globalThis as { setupCalls?: string[] }).setupCalls ?? []

it('starts what the project sets up, once, and gives what stops it', async () => {
  const output = await setUp(
    'both.mjs',
    `globalThis.setupCalls = []
     export const start = async () => { globalThis.setupCalls.push('started') }
     export const stop = async () => { globalThis.setupCalls.push('stopped') }`,
  )
  const stop = await runSetup(output)
  expect(calls()).toEqual(['started'])
  await stop?.()
  expect(calls()).toEqual(['started', 'stopped'])
})

it('needs neither start nor stop, nor a setup at all', async () => {
  await (await runSetup(await setUp('none.mjs', 'export {}')))?.()
  expect(await runSetup(undefined)).toBeUndefined()
})

it('fails when the setup does', async () => {
  const output = await setUp('bad.mjs', `export function start() { throw new Error('no database') }`)
  await expect(runSetup(output)).rejects.toThrow('no database')
})
