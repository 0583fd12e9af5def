/** The source of a new step, in its language. Pure: add.ts writes it. */
import { type NewStep, optionsOf } from './new-step.ts'
import { toFileName } from './place.ts'

export interface SourceFacts {
  /** Whether the project has zod, to write a schema with. */
  readonly hasZod: boolean
}

export function toSource(step: NewStep, facts: SourceFacts): string {
  switch (step.language) {
    case 'typescript':
    case 'javascript':
      return toScript(step, facts)
    case 'python':
      return toPython(step)
    case 'ruby':
      return toRuby(step)
    default:
      return step.language satisfies never
  }
}

/** The parts of a path that change. */
export function paramsOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
}

function toScript(step: NewStep, { hasZod }: SourceFacts): string {
  const { kind, path, method } = step
  const takesBody = kind === 'event' || (kind === 'api' && /^(POST|PUT|PATCH)$/.test(method))
  const schema = hasZod && takesBody ? "z.object({ name: z.string().default('world') })" : undefined
  const options = Object.entries(optionsOf(step)).map(([name, value]) => `  ${name}: ${quote(value)}`)
  if (schema !== undefined)
    options.push(kind === 'api' ? `  schema: {\n    body: ${schema}\n  }` : `  schema: ${schema}`)
  const imports = [`import { ${kind} } from '@motia/core';`, ...(schema ? ["import { z } from 'zod';"] : [])]
  const head = `${imports.join('\n')}\n\nexport default ${kind}({\n${options.join(',\n')}\n}`
  if (kind === 'noop') return `${head});\n`
  return `${head}, ${scriptHandler(kind, paramsOf(path), takesBody, schema !== undefined)});\n`
}

function scriptHandler(
  kind: string,
  params: readonly string[],
  takesBody: boolean,
  hasSchema: boolean,
): string {
  if (kind === 'cron')
    return `async (tick, { logger }) => {\n  logger.info('it is time', { at: tick.scheduledAt });\n}`
  if (kind === 'event') {
    const words = hasSchema ? '{ name: payload.name }' : '{ payload }'
    return `async (payload, { logger }) => {\n  logger.info('got it', ${words});\n}`
  }
  const fields = [...(params.length > 0 ? ['params'] : []), ...(takesBody ? ['body'] : [])]
  const given = fields.length > 0 ? `({ ${fields.join(', ')} })` : '()'
  return `async ${given} => {\n  return { ok: true${fields.map((name) => `, ${name}`).join('')} };\n}`
}

function toPython(step: NewStep): string {
  const { kind, path, method } = step
  const options = Object.entries(optionsOf(step)).map(([name, value]) => `    ${name}=${quote(value, '"')},`)
  if (kind === 'noop')
    return `from motia import noop\n\n${pythonName(step)} = noop(\n${options.join('\n')}\n)\n`
  const fields = [
    ...(paramsOf(path).length > 0 ? ['params'] : []),
    ...(/^(POST|PUT|PATCH)$/.test(method) ? ['body'] : []),
  ]
  const [given, body] = {
    api: [fields.join(', '), `return {"ok": True${fields.map((name) => `, "${name}": ${name}`).join('')}}`],
    event: ['payload, ctx', 'ctx.logger.info("got it", {"payload": payload})'],
    cron: ['ctx', 'ctx.logger.info("it is time")'],
  }[kind] as [string, string]
  const head = `from motia import ${kind}\n\n\n@${kind}(\n${options.join('\n')}\n)`
  return `${head}\nasync def ${pythonName(step)}(${given}):\n    ${body}\n`
}

/** A function's name begins with no digit. */
function pythonName({ id, language }: NewStep): string {
  return toFileName(id, language).replace(/^(?=\p{N})/u, 'step_')
}

function toRuby(step: NewStep): string {
  const { kind, path, method } = step
  const margin = ' '.repeat(kind.length + 1)
  const options = Object.entries(optionsOf(step)).map(([name, value]) => `${name}: ${quote(value)}`)
  const head = `require 'motia'\n\n${kind} ${options.join(`,\n${margin}`)}`
  if (kind === 'noop') return `${head}\n`
  const fields = [
    ...(paramsOf(path).length > 0 ? ['params'] : []),
    ...(/^(POST|PUT|PATCH)$/.test(method) ? ['body'] : []),
  ]
  const [given, body] = {
    api: [
      fields.length > 0 ? ` |${fields.map((name) => `${name}:`).join(', ')}|` : '',
      `{ ok: true${fields.map((name) => `, ${name}: ${name}`).join('')} }`,
    ],
    event: [' |payload:, ctx:|', "ctx.logger.info('got it', { payload: payload })"],
    cron: [' |ctx:|', "ctx.logger.info('it is time')"],
  }[kind] as [string, string]
  return `${head} do${given}\n  ${body}\nend\n`
}

/** A text or a list of texts, as all three languages read it. */
function quote(value: unknown, mark = "'"): string {
  if (Array.isArray(value)) return `[${value.map((item) => quote(item, mark)).join(', ')}]`
  return mark + String(value).replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark
}
