import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { get, useTestWorkbench, world } from '../fixtures/test-workbench.ts'
import type { WireInfo, WireProblems } from '../wire/app.ts'

useTestWorkbench()

it('a mistake is shown with the lines around it', async () => {
  mkdirSync(join(world.folder, 'motia'))
  writeFileSync(join(world.folder, 'motia/a.ts'), 'one\ntwo\nthree')
  world.app.mistakes = () => [
    { file: 'motia/a.ts', line: 2, column: 1, message: 'no' },
    { file: 'motia/gone.ts', line: 1, message: 'gone' },
    { file: 'motia.config.js', message: 'wrong' },
  ]
  const { mistakes } = await get<WireProblems>('/api/v1/problems')
  expect(mistakes).toEqual([
    {
      file: 'motia/a.ts',
      line: 2,
      column: 1,
      message: 'no',
      frame: {
        file: 'motia/a.ts',
        line: 2,
        column: 1,
        lines: [
          { number: 1, text: 'one' },
          { number: 2, text: 'two' },
          { number: 3, text: 'three' },
        ],
      },
    },
    { file: 'motia/gone.ts', line: 1, message: 'gone' },
    { file: 'motia.config.js', message: 'wrong' },
  ])
})

it('what ended the app is shown with the project’s lines in its stack, without the machine’s paths', async () => {
  writeFileSync(join(world.folder, 'setup.ts'), 'throw new Error("no database")')
  const stack = `Error: no database\n    at Object.<anonymous> (${world.folder}/setup.ts:1:7)\n    at file://${world.folder}/setup.ts:1:1\n    at node:internal/x:2:1`
  world.app.state = () => ({ state: 'down', detail: 'no database' })
  world.app.crash = () => ({
    at: 7,
    cause: 'exit code 1',
    failure: { name: 'Error', message: 'no database, token=hunter2', stack },
  })
  const problems = await get<WireProblems>('/api/v1/problems')
  expect(problems).toMatchObject({
    app: { state: 'down' },
    crash: { at: 7, cause: 'exit code 1', frames: [{ file: 'setup.ts', line: 1 }] },
  })
  expect(JSON.stringify(problems)).not.toContain(world.folder)
  expect(JSON.stringify(problems)).not.toContain('hunter2')
  expect(await get<WireInfo>('/api/v1/info')).toMatchObject({ app: { state: 'down' }, role: 'operator' })
})

it('nothing is wrong while all is well', async () => {
  expect(await get('/api/v1/problems')).toEqual({ app: { state: 'ready' }, mistakes: [], crash: null })
})
