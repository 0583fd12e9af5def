/** Every step of the tutorial, as printed, compiled and loaded in one project. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkProject } from './check.ts'
import { compileProject } from './compile.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { type LoadedFiles, loadFiles } from './load.ts'
import type { Manifest } from './manifest.ts'
import { trimStack } from './source-maps.ts'
import { formatTypes } from './step-types.ts'

const TEXT = readFileSync(
  fileURLToPath(new URL('../../../../test/fixtures/tutorial.ko.md', import.meta.url)),
  'utf8',
)

let project: TempProject
let manifest: Manifest
let loaded: LoadedFiles

beforeAll(async () => {
  process.setSourceMapsEnabled(true)
  project = await createTempProject(readBlocks())
  manifest = await compileProject({ root: project.root })
  loaded = await loadFiles(project.root, manifest.files)
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

afterAll(() => project.dispose())

/** The files of the first block for each path: a later block of chapter 3 continues the one of chapter 2. */
function readBlocks(): Record<string, string> {
  const files: Record<string, string> = {}
  for (const [, block = ''] of TEXT.matchAll(/```(?:typescript|python)\n([\s\S]*?)```/g)) {
    for (const part of block.split(/^(?=(?:\/\/|#) motia\/)/m)) {
      const path = /^(?:\/\/|#) (motia\/\S+)/.exec(part)?.[1]
      if (path) files[path] ??= part
    }
  }
  return files
}

function handlerOf(id: string) {
  const handler = loaded.steps.find(({ step }) => step.options.id === id)?.step.handler
  if (!handler) throw new Error(`there is no step ${id}`)
  return handler
}

describe('the tutorial', () => {
  it('has all of its steps found by their default exports, and no mistake', () => {
    expect([...manifest.mistakes, ...loaded.mistakes]).toEqual([])
    expect(
      loaded.steps.map(({ descriptor: { kind, id, file, line } }) => `${kind} ${id} ${file}:${line}`),
    ).toEqual([
      'event send-welcome-email motia/steps/emails/send-welcome-email.ts:11',
      'cron cleanup-old-logs motia/steps/maintenance/cleanup-logs.ts:4',
      'event batch-process-users motia/steps/optimized/batch-processor.ts:4',
      'api process-order motia/steps/orders/process-order.ts:15',
      'event process-payment motia/steps/orders/process-payment.ts:4',
      'event validate-inventory motia/steps/orders/validate-inventory.ts:4',
      'cron daily-summary-report motia/steps/reports/daily-summary.ts:4',
      'api create-user motia/steps/users/create-user.ts:12',
      'event handle-step-error motia/steps/utils/error-handler.ts:4',
    ])
    expect(manifest.foreign).toMatchObject([
      {
        source: 'motia/steps/ai/analyze_user_behavior.py',
        language: 'python',
        holdsSteps: true,
        steps: [{ kind: 'event', id: 'analyze-user-behavior', line: 7 }],
      },
    ])
    expect(checkProject(loaded.steps.map(({ descriptor }) => descriptor)).mistakes).toEqual([])
  })

  it('has its triggers known without running it', () => {
    const triggers = loaded.steps.map(({ descriptor }) => [descriptor.id, descriptor.triggers] as const)
    expect(Object.fromEntries(triggers.filter(([, targets]) => targets.length > 0))).toEqual({
      'send-welcome-email': ['update-user-status'],
      'process-order': ['validate-inventory', 'process-payment', 'create-shipping-label'],
      'daily-summary-report': ['send-report-email'],
      'create-user': ['send-welcome-email'],
      'handle-step-error': ['send-alert'],
    })
  })

  it('has types for what its steps take', () => {
    const text = formatTypes(
      loaded.steps.map(({ descriptor }) => descriptor),
      { strict: false },
    )
    expect(text).toContain('"send-welcome-email": { "userId": string; "email": string; "name": string }')
    expect(text).toContain(
      '"create-user": { "name": string; "email": string; "role"?: "user" | "admin" | undefined }',
    )
    expect(text).toContain('"validate-inventory": any')
  })

  it('may call a function that is declared after the default export', async () => {
    const calls: unknown[] = []
    const motia = { trigger: async (...call: unknown[]) => void calls.push(call) }
    vi.stubGlobal('motia', motia)
    const print = vi.spyOn(console, 'error').mockImplementation(() => {})
    const payload = { stepId: 'x', error: new Error('not retryable'), context: {} }
    await expect(handlerOf('handle-step-error')(payload, {} as never)).rejects.toThrow('not retryable')
    expect(calls).toMatchObject([['send-alert', { level: 'error' }]])
    expect(print).toHaveBeenCalledOnce()
  })

  it('fails with a ReferenceError at its own line only when the undefined function is called', async () => {
    const run = async () => handlerOf('batch-process-users')({ userIds: [1] }, {} as never)
    const error: Error = await run().then(
      () => new Error('it did not fail'),
      (thrown: Error) => thrown,
    )
    const [message, frame] = trimStack(error.stack ?? '', project.root).split('\n')
    expect(message).toBe('ReferenceError: processUser is not defined')
    expect(frame).toMatch(/^ {4}at .*motia\/steps\/optimized\/batch-processor\.ts:17:\d+\)?$/)
  })
})
