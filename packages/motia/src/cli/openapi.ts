/** `motia openapi`: the project's API as an OpenAPI 3.1 document, printed or written to a file. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { StepDescriptor } from '@motia/core/descriptor'
import type { Command } from 'commander'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { findSteps } from './steps.ts'

interface Options {
  readonly out?: string
  readonly server?: string
}

export function registerOpenApi(program: Command, io: Io): void {
  program
    .command('openapi')
    .summary('print the API as an OpenAPI 3.1 document')
    .description(
      'Prints the api steps as an OpenAPI 3.1 document, in JSON: paths, parameters, bodies, answers, by their [schemas](schemas.md). `motia dev` serves the same at `/openapi.json`.',
    )
    .option('--out <file>', 'write it to this file instead')
    .option('--server <url>', 'where the API answers, in the place of what the config or `/` says')
    .action(async ({ out, server }: Options) => {
      const config = await loadReadConfig(io)
      const steps = await findSteps(config, io)
      const [{ toOpenApi }, { readPackageFacts }] = await Promise.all([
        import('../openapi/document.ts'),
        import('../config/package-facts.ts'),
      ])
      const servers = server === undefined ? {} : { servers: [{ url: server }] }
      const document = toOpenApi(steps, {
        ...readPackageFacts(config.root),
        extra: { ...config.openapi.document, ...servers },
      })
      for (const line of untoldOf(steps)) io.writeError(`${io.ink.yellow('!')} ${line}\n`)
      const text = `${JSON.stringify(document, undefined, 2)}\n`
      if (out === undefined) return io.write(text)
      const file = resolve(io.cwd, out)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      const count = Object.values(document.paths as object).flatMap(Object.keys).length
      io.write(`${io.ink.green('✓')} ${out} has ${count} ${count === 1 ? 'operation' : 'operations'}\n`)
    })
}

/** Schemas whose library could not tell them: the reason stands where they would. */
function untoldOf(steps: readonly StepDescriptor[]): string[] {
  return steps.flatMap(
    ({ id, payloadSchema, querySchema, paramsSchema, headersSchema, responseSchemas = {} }) => {
      const schemas = [
        payloadSchema,
        querySchema,
        paramsSchema,
        headersSchema,
        ...Object.values(responseSchemas),
      ]
      const reasons = schemas.flatMap((schema) => {
        const { $comment, ...rest } = (schema ?? {}) as { $comment?: unknown }
        return typeof $comment === 'string' && Object.keys(rest).length === 0 ? [$comment] : []
      })
      return [...new Set(reasons)].map((reason) => `${id}: ${reason}`)
    },
  )
}
