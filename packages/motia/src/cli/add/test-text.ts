/** A test of a new step, for the runner that the project has: with `runStep` of motia/testing. Pure. */
import { basename } from 'node:path/posix'
import type { NewStep } from './new-step.ts'
import { paramsOf } from './source-text.ts'

export type TestRunner = 'vitest' | 'jest' | 'node'

/** By the project's package.json; `undefined` if it has none. */
export function findTestRunner(manifest: {
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: object
  readonly devDependencies?: object
}): TestRunner | undefined {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  if (names.includes('vitest')) return 'vitest'
  if (names.includes('jest')) return 'jest'
  return /\bnode\b.*--test\b/.test(manifest.scripts?.test ?? '') ? 'node' : undefined
}

/** The test's file beside the step's, and its text. Steps of other languages and noops have none. */
export function toTest(
  step: NewStep,
  file: string,
  runner: TestRunner,
): { readonly file: string; readonly text: string } | undefined {
  if ((step.language !== 'typescript' && step.language !== 'javascript') || step.kind === 'noop')
    return undefined
  const imports = {
    vitest: ["import { expect, test } from 'vitest';"],
    jest: [],
    node: ["import assert from 'node:assert/strict';", "import { test } from 'node:test';"],
  }[runner]
  const [call, actual, expected] = expectationOf(step)
  const claim =
    runner === 'node' ? `assert.equal(${actual}, ${expected});` : `expect(${actual}).toBe(${expected});`
  const lines = [
    ...imports,
    "import { runStep } from 'motia/testing';",
    `import step from './${basename(file)}';`,
    '',
    `test(${JSON.stringify(`${step.id} does what it is for`)}, async () => {`,
    `  const run = await ${call};`,
    `  ${claim}`,
    '});',
    '',
  ]
  return { file: file.replace(/\.(ts|js)$/, '.test.$1'), text: lines.join('\n') }
}

function expectationOf(step: NewStep): [call: string, actual: string, expected: string] {
  if (step.kind !== 'api') {
    const input = step.kind === 'event' ? ", { name: 'test' }" : ''
    return [`runStep(step${input})`, 'run.logs.length', '1']
  }
  const params = paramsOf(step.path).map((name) => `${name}: '1'`)
  const parts = [
    ...(params.length > 0 ? [`params: { ${params.join(', ')} }`] : []),
    ...(/^(POST|PUT|PATCH)$/.test(step.method) ? ["body: { name: 'test' }"] : []),
  ]
  const request = parts.length > 0 ? `, { ${parts.join(', ')} }` : ''
  return [`runStep(step${request})`, 'run.result.ok', 'true']
}
