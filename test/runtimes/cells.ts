/** vitest's setup file of the suite: leaves the outcome of every test of a language for table.ts. */
import { appendFileSync } from 'node:fs'
import { afterEach, inject } from 'vitest'
import { LANGUAGES } from './languages.ts'
import type { Cell } from './table.ts'

afterEach(({ task }) => {
  const suite = task.suite?.name.replaceAll("'", '') // vitest puts a text of `describe.each` into quotes
  const language = LANGUAGES.find(({ name }) => name === suite)
  if (!language) return
  const passed = task.result?.state !== 'fail'
  const cell: Cell = { scenario: task.name, language: language.name, passed }
  appendFileSync(inject('cells'), `${JSON.stringify(cell)}\n`)
})
