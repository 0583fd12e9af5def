/** The snippets of docs/schemas.md, as they are printed: its steps and its client compile together. */
import { execFile } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { StepDescriptor } from '@motia/core/descriptor'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeTypes } from '../../packages/motia/src/discovery/step-types.ts'
import { workspacePath } from './page.ts'

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
/** Files by the path that the first line of a block names. */
const files = new Map(
  [
    ...readFileSync(workspacePath('docs/schemas.md'), 'utf8').matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms),
  ].map(([, path = '', code = '']) => [path, code]),
)

let root: string
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-docs-')))
  symlinkSync(workspacePath('node_modules'), join(root, 'node_modules'))
})
afterAll(() => rmSync(root, { recursive: true }))

it('has steps and a client that compile, typed by the steps', async () => {
  expect([...files.keys()]).toEqual(['motia/steps/create-user.ts', 'motia/steps/search.ts', 'client.ts'])
  for (const [path, code] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), code)
  }
  const steps = [toStep('create-user', 'POST', '/users'), toStep('search', 'GET', '/search/:kind')]
  await writeTypes(root, steps, { strict: false })
  expect(await compile(['client.ts', '.motia/types.d.ts'])).toBe('')
})

function toStep(id: string, method: string, path: string): StepDescriptor {
  const file = `motia/steps/${id}.ts`
  return {
    kind: 'api',
    id,
    file,
    language: 'node',
    exportName: 'default',
    options: { method, path },
    triggers: [],
  }
}

async function compile(names: string[]): Promise<string> {
  const compilerOptions = {
    ...{ module: 'esnext', moduleResolution: 'bundler', target: 'es2023', lib: ['es2023', 'dom'] },
    ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: [] },
    paths: {
      '@motia/core': [workspacePath('packages/core/src/index.ts')],
      '@motia/core/*': [workspacePath('packages/core/src/*.ts')],
      '@motia/client': [workspacePath('packages/client/src/index.ts')],
    },
  }
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: names }))
  const run = promisify(execFile)(process.execPath, [TSC, '-p', root, '--pretty', 'false'], { cwd: root })
  return (await run.catch((error: { stdout: string }) => error)).stdout
}
