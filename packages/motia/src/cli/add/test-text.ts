/** A test of a new step, for the runner that the project has: with `runStep` of motia/testing. Pure. */
import { basename, dirname, join, relative } from 'node:path/posix'
import type { NewStep } from './new-step.ts'
import { paramsOf } from './source-text.ts'

export type TestRunner = 'vitest' | 'jest' | 'node'

/** What of a package.json tells how the project is tested. */
export interface TestManifest {
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: object
  readonly devDependencies?: object
}

/** By the project's package.json; `undefined` if it has none. */
export function findTestRunner(manifest: TestManifest): TestRunner | undefined {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  if (names.includes('vitest')) return 'vitest'
  if (names.includes('jest')) return 'jest'
  return /\bnode\b.*--test\b/.test(manifest.scripts?.test ?? '') ? 'node' : undefined
}

/** The one that the script of Node's runner names, as created projects do: tests elsewhere would not run. */
export function findTestFolder({ scripts }: TestManifest): string | undefined {
  return /\bnode\b.*--test\b.* (\w[\w-]*)\/\*\.test\./.exec(scripts?.test ?? '')?.[1]
}

/**
 * The test's file, and its text. Steps of other languages and noops have none.
 * @param folder of all tests. Default: beside the step
 */
export function toTest(
  step: NewStep,
  file: string,
  runner: TestRunner,
  folder = dirname(file),
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
  const path = relative(folder, file)
  const lines = [
    ...imports,
    "import { runStep } from 'motia/testing';",
    `import step from '${path.startsWith('.') ? path : `./${path}`}';`,
    '',
    `test(${JSON.stringify(`${step.id} does what it is for`)}, async () => {`,
    `  const run = await ${call};`,
    `  ${claim}`,
    '});',
    '',
  ]
  return { file: join(folder, basename(file).replace(/\.(ts|js)$/, '.test.$1')), text: lines.join('\n') }
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
