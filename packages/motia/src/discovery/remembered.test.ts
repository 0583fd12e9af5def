import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepDescriptor } from '@motia/core/descriptor'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { scanForeign } from './foreign.ts'
import { recallSteps, rememberSteps } from './remembered.ts'

const FILE = scanForeign('motia/a.py', 'from motia import event\n@event(id="a")\ndef a(): ...')
const STEP = { id: 'a', kind: 'event', options: { on: 't' } } as unknown as StepDescriptor
let project: TempProject

beforeEach(async () => {
  project = await createTempProject({})
})
afterEach(() => project.dispose())

it('recalls the steps of a language while its files are the same', async () => {
  const { root } = project
  await rememberSteps({ root, foreign: [FILE] }, 'python', { steps: [STEP], mistakes: [] })
  await rememberSteps({ root, foreign: [FILE] }, 'ruby', { steps: [], mistakes: [] })
  expect((await recallSteps({ root, foreign: [FILE] })).get('python')).toEqual([STEP])
  expect((await recallSteps({ root, foreign: [{ ...FILE, hash: 'other' }] })).get('python')).toBeUndefined()
})

it('recalls nothing from what is not whole', async () => {
  const { root } = project
  await rememberSteps({ root, foreign: [FILE] }, 'python', { steps: [STEP], mistakes: [] })
  writeFileSync(join(root, '.motia/described.json'), '{"python":')
  expect([...(await recallSteps({ root, foreign: [FILE] }))]).toEqual([])
})

it('keeps what it has when a file could not be loaded', async () => {
  const { root } = project
  const mistakes = [{ file: 'motia/b.py', message: 'no' }]
  await rememberSteps({ root, foreign: [FILE] }, 'python', { steps: [STEP], mistakes: [] })
  await rememberSteps({ root, foreign: [FILE] }, 'python', { steps: [], mistakes })
  expect((await recallSteps({ root, foreign: [FILE] })).get('python')).toEqual([STEP])
})
