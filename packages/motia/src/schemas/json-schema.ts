/**
 * JSON Schema, compiled once by Ajv: draft 2020-12, or 2019-09 or draft 7 where `$schema` says so, with formats, and
 * defaults filled in. Ajv is loaded by projects that write such schemas.
 */
import { createRequire } from 'node:module'
import type { JsonSchema } from '@motia/core/json-schema'
import type { Validation } from '@motia/core/schema'
import type { Ajv, Options, ValidateFunction } from 'ajv'
import { toIssues } from './issue-words.ts'

export interface CompiledSchema {
  /** Leaves the value as it is: what has defaults is filled into a copy. */
  check(value: unknown): Validation
  /** Words in it that no JSON Schema has. */
  readonly unknownKeywords: readonly string[]
}

/** @throws what makes no sense in it */
export function compileJsonSchema(schema: JsonSchema): CompiledSchema {
  const { ajv, warnings } = ajvFor(schema)
  warnings.length = 0
  const validate = compile(ajv, schema)
  const fills = JSON.stringify(schema).includes('"default":')
  return {
    check(given) {
      const value = fills ? structuredClone(given) : given
      return validate(value) ? { value } : { issues: toIssues(validate.errors ?? []) }
    },
    unknownKeywords: [
      ...new Set(warnings.flatMap((warning) => /^unknown keyword: "(.+)"/.exec(warning)?.[1] ?? [])),
    ],
  }
}

/** A format that nobody here knows is for people (JSON Schema 2020-12, 7.2.3), which Ajv has to be told of each. */
function compile(ajv: Ajv, schema: JsonSchema): ValidateFunction {
  for (;;) {
    try {
      return ajv.compile(schema)
    } catch (error) {
      const format = /^unknown format "(.*)" ignored/.exec((error as Error).message)?.[1]
      if (format === undefined || ajv.formats[format] !== undefined) throw error
      ajv.addFormat(format, true)
    } finally {
      ajv.removeSchema(schema) // two steps may have schemas of the same `$id`
    }
  }
}

interface Compiler {
  readonly ajv: Ajv
  /** Of the schema that it compiles. */
  readonly warnings: string[]
}

const DRAFTS: readonly (readonly [RegExp, string])[] = [
  [/draft\/2020-12\//, 'ajv/dist/2020.js'],
  [/draft\/2019-09\//, 'ajv/dist/2019.js'],
  [/draft-0[67]\//, 'ajv'],
]
const compilers = new Map<string, Compiler>()
const require = createRequire(import.meta.url)

function ajvFor({ $schema = 'https://json-schema.org/draft/2020-12/schema' }: JsonSchema): Compiler {
  const name = DRAFTS.find(([draft]) => draft.test(String($schema)))?.[1]
  if (!name) throw new Error(`its $schema, ${$schema}, is not known: draft 2020-12, 2019-09 and 7 are`)
  const known = compilers.get(name)
  if (known) return known
  const made = createCompiler(name)
  compilers.set(name, made)
  return made
}

function createCompiler(name: string): Compiler {
  const warnings: string[] = []
  const note = (...words: unknown[]) => void warnings.push(words.join(' ').replace(/^strict mode: /, ''))
  const options: Options = {
    allErrors: true,
    verbose: true, // the words of an issue tell what came
    useDefaults: true,
    // Unknown keywords are to be told of; defaults within `anyOf`, which are not filled in, are nobody's fault.
    strictSchema: 'log',
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    logger: { log: note, warn: note, error: note },
  }
  const { default: Class } = require(name) as { default: new (options: Options) => Ajv }
  const ajv = new Class(options)
  const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats')
  addFormats.default(ajv, { keywords: false })
  ajv.addVocabulary(['example', 'discriminator', 'xml', 'externalDocs'])
  if (name === 'ajv') ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
  return { ajv, warnings }
}
