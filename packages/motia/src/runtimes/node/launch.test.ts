import { existsSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { nodeLaunch } from './launch.ts'

const HELLO = { root: '/p', mode: 'development', files: [] } as const
const args = [...process.execArgv]
afterEach(() => {
  process.execArgv = args
})

it('starts this very Node in the project, without the port of a debugger', () => {
  process.execArgv = ['--inspect=9229', '--inspect-brk', '--max-old-space-size=100']
  const launch = nodeLaunch('/p', { A: '1' }, HELLO)
  expect(launch).toMatchObject({ command: process.execPath, cwd: '/p', env: { A: '1' }, hello: HELLO })
  expect(launch.args).toEqual(['--max-old-space-size=100', expect.stringMatching(/worker\.js$/)])
})

it('names the entry that is built from the one beside app.ts', () => {
  const entry = nodeLaunch('/p', {}, HELLO).args.at(-1) ?? ''
  expect(existsSync(entry.replace(/\.js$/, '.ts'))).toBe(true)
})
