import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadConfig } from '../config/load.ts'
import { createAppStatus } from './app-status.ts'
import { toWorkbenchOptions } from './workbench-sources.ts'
import { readWorkbenchToken } from './workbench-token.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'sources-'))
})
afterEach(() => rmSync(root, { recursive: true }))

async function optionsFor(env: Readonly<Record<string, string>>) {
  const { config } = await loadConfig({ root, mode: 'development', env, inContainer: false })
  const options = toWorkbenchOptions({
    config,
    status: createAppStatus(),
    commands: { send: async () => ({ ok: true, value: null }) },
    urls: () => ({ api: 'http://localhost:3001' }),
    audit: { record: () => {} },
  })
  await options.close?.()
  return options
}

it('lets in whoever shows a configured secret, by role', async () => {
  const options = await optionsFor({
    MOTIA_WORKBENCH_TOKEN: 'a',
    MOTIA_WORKBENCH_PASSWORD: 'b',
    MOTIA_WORKBENCH_VIEWER_TOKEN: 'c',
    MOTIA_WORKBENCH_VIEWER_PASSWORD: 'd',
    MOTIA_WORKBENCH_HOST: '192.0.2.7',
  })
  expect(options.access.credentials).toEqual([
    { role: 'operator', kind: 'token', secret: 'a' },
    { role: 'operator', kind: 'password', secret: 'b' },
    { role: 'viewer', kind: 'token', secret: 'c' },
    { role: 'viewer', kind: 'password', secret: 'd' },
  ])
  expect(options.allowedHosts).toBeUndefined()
})

it('without secrets, keeps a token in the project, and answers to the address that it listens on', async () => {
  const options = await optionsFor({ MOTIA_WORKBENCH_HOST: '192.0.2.7' })
  expect(options.access.credentials).toEqual([])
  expect(options.access.ownToken).toBe(readWorkbenchToken(root))
  expect(existsSync(join(root, options.access.ownTokenFile))).toBe(true)
  expect(options.allowedHosts).toEqual(['192.0.2.7'])
  expect((await optionsFor({ MOTIA_WORKBENCH_HOST: '0.0.0.0' })).allowedHosts).toBeUndefined()
})
