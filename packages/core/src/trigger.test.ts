import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import type { Context } from './context.ts'
import type { Motia, PayloadOf, Receipt, StepId } from './trigger.ts'

declare module '@motia/core' {
  interface StepPayloads {
    'trigger.test/email': { to: string; cc?: string }
    // biome-ignore lint/suspicious/noExplicitAny: what is generated for a step without a schema
    'trigger.test/untyped': any
    'trigger.test/optional': { limit: number } | undefined
  }
}

/** Never called: what it holds is checked by the compiler (`npm run check`). */
async function typesOf(ctx: Context, ambient: Motia): Promise<void> {
  for (const { trigger, call } of [ctx, ambient, motia]) {
    expectTypeOf(
      await trigger('trigger.test/email', { to: 'a' }, { delay: 1, now: true }),
    ).toEqualTypeOf<Receipt>()
    await call('trigger.test/email', { to: 'a', cc: 'b' })
    // @ts-expect-error to is text
    await trigger('trigger.test/email', { to: 1 })
    // @ts-expect-error to is missing
    await trigger('trigger.test/email', {})
    // @ts-expect-error the payload is missing
    await trigger('trigger.test/email')
    // @ts-expect-error the same for a call
    await call('trigger.test/email', { to: 1 })
    await trigger('trigger.test/untyped')
    await trigger('trigger.test/untyped', { whatever: 1 })
    await trigger('trigger.test/optional')
    await trigger('trigger.test/optional', { limit: 1 }, { key: 'k' })
    // @ts-expect-error limit is a number
    await trigger('trigger.test/optional', { limit: 'x' })
    await trigger('update-user-status', { any: 'thing' })
    await trigger(`dynamic-${Math.random()}` as string)
    // @ts-expect-error no such option
    await trigger('update-user-status', {}, { delayMs: 1 })
  }
}

it('triggering has the types of ACCEPTANCE D24', () => {
  expect(typesOf).toBeTypeOf('function')
  expectTypeOf<'trigger.test/email'>().toExtend<StepId>()
  expectTypeOf<PayloadOf<'trigger.test/email'>>().toEqualTypeOf<{ to: string; cc?: string }>()
  expectTypeOf<PayloadOf<string>>().toBeAny()
})

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TSC = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc')
/** The compiler options of a created project, which sees the sources here instead of the installed package. */
const PROJECT = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'esnext',
    moduleResolution: 'bundler',
    typeRoots: [`${ROOT}/node_modules/@types`],
    types: ['node'],
    strict: true,
    useUnknownInCatchVariables: false,
    allowImportingTsExtensions: true,
    isolatedModules: true,
    skipLibCheck: true,
    noEmit: true,
    paths: {
      '@motia/core': [`${ROOT}/packages/core/src/index.ts`],
      zod: [`${ROOT}/node_modules/zod/index.d.ts`],
    },
  },
  include: ['*.ts'],
}

describe('in a project', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motia-types-'))
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(PROJECT))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** What the compiler finds in these files: `name(line): message`. */
  async function check(files: Readonly<Record<string, string>>): Promise<string[]> {
    const names = Object.keys(files)
    for (const name of names) await writeFile(join(folder, name), files[name] as string)
    const output = await new Promise<string>((resolve) =>
      execFile(process.execPath, [TSC, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) =>
        resolve(stdout),
      ),
    )
    for (const name of names) await rm(join(folder, name))
    return output.split('\n').filter((line) => line.includes(': error TS'))
  }

  const step = `import { event } from '@motia/core'
export default event({ id: 'a' }, async () => {
  await motia.trigger('send', { to: 'x' })
  await motia.trigger('unknown', { to: 1 })
})`
  const generated = (more: string) => `import '@motia/core'
declare module '@motia/core' {
  interface StepPayloads { send: { to: string } }
  ${more}
}`

  it('that has no generated types yet, every id and payload compiles', async () => {
    expect(await check({ 'step.ts': step.replace("'x'", '1') })).toEqual([])
  })

  it('unknown ids compile, wrong payloads of known ones do not', async () => {
    expect(await check({ 'types.d.ts': generated(''), 'step.ts': step })).toEqual([])
    const findings = await check({ 'types.d.ts': generated(''), 'step.ts': step.replace("'x'", '1') })
    expect(findings).toEqual([expect.stringMatching(/^step\.ts\(3,33\).*not assignable to type 'string'/)])
  })

  it('that is strict, unknown ids do not compile either', async () => {
    const strict = generated('interface TypeOptions { strict: true }')
    const findings = await check({ 'types.d.ts': strict, 'step.ts': step })
    expect(findings).toEqual([expect.stringMatching(/^step\.ts\(4,23\).*'"unknown"' is not assignable/)])
  })

  it('every TypeScript block of the tutorial compiles, but for the two mistakes of 8.3', async () => {
    const tutorial = await readFile(join(ROOT, 'test/fixtures/tutorial.ko.md'), 'utf8')
    const blocks = [...tutorial.matchAll(/^```typescript\n(.*?)^```/gms)].flatMap(([, text = '']) =>
      text.split(/^(?=\/\/ motia\/steps\/.*\.ts)/m),
    )
    expect(blocks.length).toBeGreaterThan(9)
    // The second form of create-user.ts prints only what follows the imports and the schema of the first.
    const [head] = (blocks[0] as string).split(/^(?=export default)/m)
    const files = blocks.map((text, i) => [
      `${i}-${/([\w-]+)\.ts/.exec(text)?.[1]}.ts`,
      text.includes('import ') ? text : `${head}${text}`,
    ])
    const place = '\\d+-batch-processor\\.ts\\(\\d+,\\d+\\): error'
    expect(await check(Object.fromEntries(files))).toEqual([
      expect.stringMatching(new RegExp(`^${place} TS7006: Parameter 'userId' implicitly`)),
      expect.stringMatching(new RegExp(`^${place} TS\\d+: Cannot find name 'processUser'`)),
    ])
  })
})
