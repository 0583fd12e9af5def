import { expect, it } from 'vitest'
import type { Config } from '../config/config.ts'
import { scanForeign } from '../discovery/foreign.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { createProjectSteps } from './project-steps.ts'

const PYTHON = scanForeign('motia/a.py', 'from motia import event\n@event(id="a")\ndef a(): ...')
const manifest = { files: [], foreign: [PYTHON], mistakes: [] } as unknown as Manifest
const config = { strict: false } as Config
const STEP = {
  kind: 'event',
  id: 'a',
  file: 'motia/a.py',
  line: 2,
  language: 'python',
  exportName: 'a',
  options: { concurrency: 3 },
  triggers: [],
} as const
const open = () => createProjectSteps(config, manifest, { steps: [], mistakes: [] })

it('accepts runs of a step before its worker has loaded it, and runs them when it has', () => {
  const { registry, pending, describe } = open()
  expect(registry.policyOf('a')).toMatchObject({ isLoaded: false, language: 'python' })
  expect(registry.stepsOf('a')).toEqual(['a'])
  expect([...pending]).toEqual(['python'])
  describe('python', { steps: [STEP], mistakes: [], modules: ['lib/price.py'] })
  expect(registry.policyOf('a')).toMatchObject({ isLoaded: true, concurrency: 3 })
  expect(pending.size).toBe(0)
})

it('waits with unknown targets until all have told, and not with known ones', async () => {
  const { registry, describe } = open()
  expect(registry.whenKnown([{ target: 'a' }])).toBeUndefined()
  const known = registry.whenKnown([{ target: 'a' }, { target: 'computed' }])
  expect(known).toBeInstanceOf(Promise)
  describe('python', { steps: [STEP, { ...STEP, id: 'computed' }], mistakes: [] })
  await known
  expect(registry.stepsOf('computed')).toEqual(['computed'])
  await new Promise(setImmediate)
  expect(registry.whenKnown([{ target: 'nobody' }])).toBeUndefined()
})

it('knows which further files matter', () => {
  const project = open()
  project.describe('python', { steps: [STEP], mistakes: [], modules: ['lib/price.py'] })
  expect(project.modules).toEqual(['lib/price.py'])
})
