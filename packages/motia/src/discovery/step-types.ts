/**
 * Writes `.motia/types.d.ts`, by which the editor knows the project's step ids and what each takes (`StepPayloads` of
 * `@motia/core`), and `.motia/routes.d.ts` beside it, which typed clients read. Called whenever the steps of a project
 * are known anew.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StepDescriptor } from '@motia/core/descriptor'
import { formatRoutes } from './route-types.ts'
import { toTypeText } from './type-text.ts'

export interface TypesOptions {
  /** The config's: unknown ids do not compile. */
  readonly strict: boolean
}

/** Two may be under way at once: each has a file of its own until it is whole. */
let writes = 0

/** Writes only what has changed, so that no editor is disturbed. @returns whether it wrote */
export async function writeTypes(
  root: string,
  steps: readonly StepDescriptor[],
  options: TypesOptions,
): Promise<boolean> {
  const [isNew, hasNewRoutes] = await Promise.all([
    writeChanged(join(root, '.motia', 'types.d.ts'), formatTypes(steps, options)),
    writeChanged(join(root, '.motia', 'routes.d.ts'), formatRoutes(steps)),
  ])
  return isNew || hasNewRoutes
}

async function writeChanged(path: string, text: string): Promise<boolean> {
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before === text) return false
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.${++writes}.tmp`
  await writeFile(temporary, text)
  await rename(temporary, path)
  return true
}

/** The file's text, the same for the same steps in whatever order. */
export function formatTypes(steps: readonly StepDescriptor[], { strict }: TypesOptions): string {
  const sorted = [...steps].sort((a, b) => (a.id < b.id ? -1 : 1))
  const payloads = sorted.map(({ id, payloadSchema }, i) => {
    const payload =
      payloadSchema === undefined ? { type: 'any', declarations: [] } : toTypeText(payloadSchema, `P${i + 1}`)
    return { ...payload, line: `    ${JSON.stringify(id)}: ${payload.type}` }
  })
  const declarations = payloads.flatMap((payload) => payload.declarations)
  return `${[
    '// Made by Motia from the steps of this project: do not edit, do not commit.',
    "import '@motia/core'",
    "import type { Routes } from './routes.js'",
    '',
    ...(declarations.length > 0 ? [...declarations, ''] : []),
    "declare module '@motia/core' {",
    ...(strict ? ['  interface TypeOptions {', '    strict: true', '  }'] : []),
    '  interface StepPayloads {',
    ...payloads.map(({ line }) => line),
    '  }',
    '  interface ApiRoutes extends Routes {}',
    '}',
  ].join('\n')}\n`
}
