/** Created projects, type-checked by their own settings against the workspace's packages; needs no install. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readTutorialFiles } from '../../../../../test/tutorial/blocks.ts'
import { FEATURES, isWrittenIn, TEMPLATES } from './choice.ts'
import { composeProject } from './project.ts'
import { type Answers, assumeAnswers } from './question.ts'
import { writeProject } from './write.ts'

const workspace = fileURLToPath(new URL('../../../../../', import.meta.url))
const tsc = join(workspace, 'node_modules/.bin/tsc')
let folder: string

vi.setConfig({ testTimeout: 60_000 }) // the compiler takes its time on a busy machine

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motia-typecheck-'))
  const built = await run(['-b', join(workspace, 'packages/motia')])
  expect(built).toBe('')
  link('packages/core', '@motia/core')
  link('packages/motia', 'motia')
  for (const name of ['zod', '@types/node']) link(`node_modules/${name}`, name)
}, 60_000)

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Makes a package visible to all projects in the folder. */
function link(from: string, name: string) {
  const to = join(folder, 'node_modules', name)
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(join(workspace, from), to)
}

/** What tsc finds; empty if nothing. */
function run(args: readonly string[], cwd = workspace): Promise<string> {
  return new Promise((resolve) => {
    execFile(tsc, [...args, '--pretty', 'false'], { cwd }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
}

function write(name: string, given: Partial<Answers>) {
  const names = { name, packageName: name, motiaVersion: '0.0.0' }
  const files = composeProject(assumeAnswers({ packageManager: 'npm', ...given }), names)
  writeProject(join(folder, name), files)
}

it('a project type-checks by its own tsconfig.json, and notices a mistake', async () => {
  write('whole', {})
  expect(await run([], join(folder, 'whole'))).toBe('')

  const file = 'motia/workflows/fulfil-purchase.ts'
  const path = join(folder, 'whole', file)
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace("'charge-card', purchase", "'charge-card', purchase.sum"),
  )
  expect(await run([], join(folder, 'whole'))).toContain(`${file}(11,`)
})

it.each([
  ['typescript', 'tsconfig.json'],
  ['multi', 'tsconfig.json'],
  ['javascript', 'jsconfig.json'],
] as const)('every project in %s type-checks by its %s', async (language, config) => {
  const names: string[] = []
  for (const { value: template } of TEMPLATES.filter(({ value }) => isWrittenIn(value, language))) {
    for (let bits = 0; bits < 2 ** FEATURES.length; bits++) {
      const features = FEATURES.filter((_feature, index) => bits & (1 << index)).map(({ value }) => value)
      names.push(`${language}-${template}-${features.join('-')}`)
      write(names.at(-1) ?? '', { template, language, features })
    }
  }
  // All have the same settings, so one run of the compiler sees them all.
  const include = names.flatMap((name) => [`${name}/motia/**/*`, `${name}/test/**/*`])
  const together = { extends: `./${names[0]}/${config}`, include }
  writeFileSync(join(folder, `${language}.json`), JSON.stringify(together))
  expect(await run(['-p', `${language}.json`], folder)).toBe('')
  expect(await run(['-p', `${language}.json`, '--listFilesOnly'], folder)).toContain(names.at(-1))
})

it('the tutorial type-checks in a project, but for the two mistakes of chapter 8.3', async () => {
  write('tutorial', {})
  // A path that it prints several times is there in every version, side by side.
  for (const { section, path, code } of readTutorialFiles(['typescript'])) {
    const file = join(folder, 'tutorial', path.replace(/\.ts$/, section === '8.3' ? '.ts' : `-${section}.ts`))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, code)
  }
  const findings = (await run([], join(folder, 'tutorial'))).trim().split('\n')
  expect(findings).toEqual([
    expect.stringMatching(
      /^motia\/steps\/optimized\/batch-processor\.ts\(\d+,\d+\): error TS7006: .*'userId'/,
    ),
    expect.stringMatching(
      /^motia\/steps\/optimized\/batch-processor\.ts\(\d+,\d+\): error TS2304: .*'processUser'/,
    ),
  ])
})
