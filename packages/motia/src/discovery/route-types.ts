/**
 * The text of `.motia/routes.d.ts`: what each route of the project takes and answers, for typed clients. A step in
 * TypeScript is named, so that its own types hold, what its handler returns included; of another, its schemas are
 * written out. Pure; step-types.ts writes it.
 */
import type { StepDescriptor } from '@motia/core/descriptor'
import { toTypeText } from './type-text.ts'

/** The same for the same steps in whatever order. */
export function formatRoutes(steps: readonly StepDescriptor[]): string {
  const routes = steps
    .filter(({ kind, options }) => kind === 'api' && typeof options.path === 'string')
    .map((step) => ({ ...step, route: `${step.options.method} ${step.options.path}` }))
    .sort((a, b) => (a.route < b.route ? -1 : 1))
  const declarations: string[] = []
  const lines = routes.map((step, i) => {
    const type = isTypeScript(step) ? named(step) : writtenOut(step, `R${i + 1}`, declarations)
    return `  ${JSON.stringify(step.route)}: ${type}`
  })
  return `${[
    '// Made by Motia from the steps of this project: do not edit, do not commit.',
    "import type { RouteOf } from '@motia/core'",
    '',
    ...(declarations.length > 0 ? [...declarations, ''] : []),
    'export interface Routes {',
    ...lines,
    '}',
  ].join('\n')}\n`
}

const TYPESCRIPT = /\.([cm]?)tsx?$/

function isTypeScript({ language, file }: StepDescriptor): boolean {
  return language === 'node' && TYPESCRIPT.test(file)
}

/** The step as it is exported; one of a list by its place. */
function named({ file, exportName }: StepDescriptor): string {
  const path = JSON.stringify(`../${file.replace(TYPESCRIPT, '.$1js')}`)
  const places = exportName.split('.').map((part) => `[${JSON.stringify(part)}]`)
  return `RouteOf<(typeof import(${path}))${places.join('')}>`
}

function writtenOut(step: StepDescriptor, name: string, declarations: string[]): string {
  const typeOf = (schema: unknown, part: string, otherwise: string) => {
    if (schema === undefined) return otherwise
    const { type, declarations: own } = toTypeText(schema, `${name}_${part}`)
    declarations.push(...own)
    return type
  }
  const answers = Object.entries(step.responseSchemas ?? {}).map(
    ([status, schema]) => `{ status: ${status}; body: ${typeOf(schema, status, 'any')} }`,
  )
  const members = [
    `query: ${typeOf(step.querySchema, 'query', ANY_QUERY)}`,
    `headers: ${typeOf(step.headersSchema, 'headers', ANY_HEADERS)}`,
    `body: ${typeOf(step.payloadSchema, 'body', 'any')}`,
    `answer: ${answers.length > 0 ? answers.join(' | ') : ANY_ANSWER}`,
  ]
  return `{ ${members.join('; ')} }`
}

const ANY_QUERY =
  'Record<string, string | number | boolean | readonly (string | number)[] | undefined> | undefined'
const ANY_HEADERS = 'Record<string, string> | undefined'
const ANY_ANSWER = '{ status: number; body: any }'
