/** Every worker of this repository keeps to docs/protocol.md: the check that their authors run, case by case. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInk } from '../../packages/motia/src/observability/ink.ts'
import { THEMES } from '../../packages/motia/src/testing/worker-check/cases.ts'
import { type CaseResult, checkWorker } from '../../packages/motia/src/testing/worker-check/check.ts'
import { wordResult } from '../../packages/motia/src/testing/worker-check/report.ts'
import { LANGUAGES } from './languages.ts'

const CHECK_LIMIT_MS = 300_000

describe.each(LANGUAGES)('the worker of $name', ({ without, start }) => {
  const cases = THEMES.flatMap(({ cases }) => cases)
  const wanted = cases.filter(({ needs = [] }) => !needs.some((power) => without.includes(power)))
  let folder: string
  let results: readonly CaseResult[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'motia-worker-'))
    results = await checkWorker({ ...start(folder), without })
  }, CHECK_LIMIT_MS)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(wanted.map(({ name }) => name))('%s', (name) => {
    const result = results.find((each) => each.name === name)
    if (result?.status !== 'passed')
      expect.fail(result ? wordResult(result, false, createInk(false)) : 'it was not run')
  })
})
