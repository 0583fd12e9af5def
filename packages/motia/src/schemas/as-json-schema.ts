/**
 * Any schema as JSON Schema, for documents and generated types: by Standard JSON Schema where its library implements
 * that, else by the converter that the project has installed for it. Called by the describer.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isStandardSchema, type Schema, type StandardSchema } from '@motia/core/schema'

/**
 * What a sender gives: before defaults and transforms, which are never applied to answers. A schema that cannot be told
 * becomes one that takes everything, with the reason as its `$comment`.
 * @param root of the project, whose packages are asked
 */
export function asJsonSchema(schema: Schema, root: string): unknown {
  if (!isStandardSchema(schema)) return JSON.parse(JSON.stringify(schema))
  const { vendor, jsonSchema } = schema['~standard'] as StandardProps
  // zod would refuse the whole for one part that JSON does not know, a Date say.
  const libraryOptions = vendor === 'zod' ? { unrepresentable: 'any' } : undefined
  try {
    if (jsonSchema) return jsonSchema.input({ target: TARGET, ...(libraryOptions && { libraryOptions }) })
    return convert(schema, root)
  } catch (error) {
    return { $comment: `This schema of ${vendor} cannot be told as JSON Schema: ${(error as Error).message}` }
  }
}

interface StandardProps {
  readonly vendor: string
  readonly jsonSchema?: { input(options: object): unknown }
}

const TARGET = 'draft-2020-12'

interface Converter {
  readonly packageName: string
  convert(library: Library, schema: StandardSchema): unknown
}

/** Any of the packages below: a namespace of functions. */
type Library = Readonly<Record<string, (schema: unknown, options: object) => unknown>>

/** Libraries that leave JSON Schema to a package of its own. */
const CONVERTERS: Readonly<Record<string, Converter>> = {
  // zod 3; zod 4 tells it by itself, from 4.2 on in the standard way.
  zod: {
    packageName: 'zod-to-json-schema',
    convert: (library, schema) =>
      library.zodToJsonSchema?.(schema, {
        target: 'jsonSchema2019-09',
        removeAdditionalStrategy: 'strict',
        effectStrategy: 'input',
        pipeStrategy: 'input',
      }),
  },
  valibot: {
    packageName: '@valibot/to-json-schema',
    convert: (library, schema) =>
      library.toJsonSchema?.(schema, { target: TARGET, typeMode: 'input', errorMode: 'ignore' }),
  },
}

function convert(schema: StandardSchema, root: string): unknown {
  const { vendor } = schema['~standard']
  const require = createRequire(join(root, 'package.json'))
  if (vendor === 'zod' && '_zod' in schema) {
    const { toJSONSchema } = require('zod') as Library
    return toJSONSchema?.(schema, { io: 'input', unrepresentable: 'any' })
  }
  const converter = CONVERTERS[vendor]
  if (!converter) throw new Error(`${vendor} does not implement Standard JSON Schema`)
  const { packageName } = converter
  try {
    require.resolve(packageName)
  } catch {
    throw new Error(`npm install ${packageName}`)
  }
  return converter.convert(require(packageName) as Library, schema)
}
