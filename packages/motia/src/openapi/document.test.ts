import type { StepDescriptor } from '@motia/core/descriptor'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { z as z3 } from 'zod3'
import { asJsonSchema } from '../schemas/as-json-schema.ts'
import { toOpenApi } from './document.ts'

const FACTS = { title: 'shop', version: '1.2.3' }

function step(id: string, method: string, path: string, more: Partial<StepDescriptor> = {}): StepDescriptor {
  const { options, ...rest } = more
  return {
    kind: 'api',
    id,
    file: 'a.ts',
    language: 'node',
    exportName: 'default',
    options: { method, path, ...options },
    triggers: [],
    ...rest,
  }
}

const tree = z.object({
  name: z.string(),
  get children() {
    return z.array(tree)
  },
})
const User = z.object({ id: z.string(), boss: z.string().optional() }).meta({ id: 'User' })
const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' })

const STEPS: readonly StepDescriptor[] = [
  step('list-users', 'GET', '/users', {
    options: { flows: ['people'], description: 'All users.\nNewest first.' },
    querySchema: json(
      z.object({ page: z.number().default(1).describe('From 1.'), tag: z.array(z.string()), q: z.string() }),
    ),
    headersSchema: {
      properties: { 'x-tenant': { type: 'string' }, authorization: {} },
      required: ['x-tenant'],
    },
    responseSchemas: { 200: json(z.array(User)) },
  }),
  step('create-user', 'POST', '/users', {
    options: { flows: ['people'], rateLimit: { max: 1, window: 1 } },
    payloadSchema: json(User),
    responseSchemas: {
      201: json(z.object({ user: User })),
      204: { type: 'null' },
      409: { type: 'object', description: 'There is one already.' },
    },
  }),
  step('read-user', 'GET', '/users/:id', { paramsSchema: { properties: { id: { type: 'integer' } } } }),
  step('change-user', 'PUT', '/users/:name', { payloadSchema: json(tree) }),
  step('read-file', 'GET', '/files/*'),
  step('send-file', 'PUT', '/files/:kind(^\\w+)/at::noon', {
    options: { upload: true },
    payloadSchema: json(
      z.object({
        title: z.string(),
        file: z.object({ name: z.string(), size: z.number(), path: z.string(), type: z.string() }),
      }),
    ),
  }),
  step('old-words', 'POST', '/old', {
    payloadSchema: asJsonSchema(
      z3.object({ pair: z3.tuple([z3.string(), z3.number()]) }),
      import.meta.dirname,
    ),
  }),
  step('anything', 'DELETE', '/any', { querySchema: { type: 'object', additionalProperties: true } }),
  { ...step('event', 'GET', '/'), kind: 'event', options: {} },
  { ...step('expected', 'GET', '/'), options: {} },
]

// biome-ignore lint/suspicious/noExplicitAny: a document is what is looked into here, however deep
type Part = any

const document: Part = toOpenApi(STEPS, FACTS)

/** An operation by its place. */
function at(path: string, method: string): Part {
  return document.paths[path][method]
}

describe('the document', () => {
  it('is valid OpenAPI 3.1, whatever its steps say', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)))
    expect(errors).toBeUndefined()
    expect([valid, validator.version]).toEqual([true, '3.1'])
    expect(danglingOf(document)).toEqual([])
  })

  it('is the same for the same steps in any order', () => {
    expect(JSON.stringify(toOpenApi([...STEPS].reverse(), FACTS))).toBe(JSON.stringify(document))
  })

  it('has each path once, its operations by method, named and grouped', () => {
    expect(Object.keys(document.paths)).toEqual([
      '/any',
      '/files/{path}',
      '/files/{kind}/at:noon',
      '/old',
      '/users',
      '/users/{id}',
    ])
    expect(at('/users', 'get')).toMatchObject({
      operationId: 'list-users',
      tags: ['people'],
      summary: 'All users.',
    })
    expect(document.tags).toEqual([{ name: 'people' }])
  })

  it('calls a parameter what the first step of its path calls it', () => {
    const [get, put] = [at('/users/{id}', 'get'), at('/users/{id}', 'put')]
    expect(get.parameters[0]).toEqual({ name: 'id', in: 'path', required: true, schema: { type: 'integer' } })
    expect(put.parameters[0]).toMatchObject({ name: 'id', in: 'path', required: true })
  })

  it('has the parameters of query and headers, but those that OpenAPI has a place of its own for', () => {
    const parameters: { name: string; in: string; required?: boolean; description?: string }[] = at(
      '/users',
      'get',
    ).parameters
    expect(parameters.map(({ name, in: place, required }) => [name, place, required])).toEqual([
      ['page', 'query', undefined],
      ['tag', 'query', true],
      ['q', 'query', true],
      ['x-tenant', 'header', true],
    ])
    expect(parameters[0]?.description).toBe('From 1.')
    expect(at('/any', 'delete').parameters[0]).toMatchObject({ in: 'query', explode: true })
  })

  it('shares what several steps define, and leads references from its root', () => {
    const post = at('/users', 'post')
    const ref = { $ref: '#/components/schemas/User' }
    expect(post.responses['201'].content['application/json'].schema.properties.user).toEqual(ref)
    const get = at('/users', 'get')
    expect(get.responses['200'].content['application/json'].schema.items).toEqual(ref)
    expect(document.components.schemas['change-user-body']).toMatchObject({
      properties: { children: { items: { $ref: '#/components/schemas/change-user-body' } } },
    })
  })

  it('leads references to a schema by its $id to what it is here', () => {
    const tree = {
      $id: 'tree',
      type: 'object',
      properties: {
        left: { $ref: 'tree' },
        leaf: { $ref: 'tree#/$defs/Leaf' },
        other: { $ref: 'https://a.example' },
      },
      $defs: { Leaf: { type: 'string' } },
    }
    const { components }: Part = toOpenApi([step('a', 'POST', '/a', { payloadSchema: tree })], FACTS)
    expect(components.schemas['a-body'].properties).toEqual({
      left: { $ref: '#/components/schemas/a-body' },
      leaf: { $ref: '#/components/schemas/Leaf' },
      other: { $ref: 'https://a.example' },
    })
  })

  it('keeps two definitions of one name apart', () => {
    const one = { $ref: '#/$defs/Thing', $defs: { Thing: { type: 'string' } } }
    const other = { $ref: '#/$defs/Thing', $defs: { Thing: { type: 'number' } } }
    const { components } = toOpenApi(
      [step('a', 'POST', '/a', { payloadSchema: one }), step('b', 'POST', '/b', { payloadSchema: other })],
      FACTS,
    ) as unknown as { components: { schemas: object } }
    expect(components.schemas).toMatchObject({ Thing: { type: 'string' }, Thing2: { type: 'number' } })
  })

  it('takes members for members, however they are called', () => {
    const payloadSchema = {
      type: 'object',
      properties: { $ref: { type: 'string' }, enum: { $ref: '#/$defs/A' }, $id: {}, items: { type: 'null' } },
      $defs: { A: { const: { $ref: '#/nowhere' } } },
    }
    const made: Part = toOpenApi([step('a', 'POST', '/a', { payloadSchema })], FACTS)
    expect(made.paths['/a'].post.requestBody.content['application/json'].schema.properties).toEqual({
      $ref: { type: 'string' },
      enum: { $ref: '#/components/schemas/A' },
      $id: {},
      items: { type: 'null' },
    })
  })

  it('says in today’s words what older drafts say', () => {
    const { schema } = at('/old', 'post').requestBody.content['application/json']
    expect(schema.properties.pair).toMatchObject({ prefixItems: [{ type: 'string' }, { type: 'number' }] })
  })

  it('has files of a form as bytes', () => {
    const { content } = at('/files/{kind}/at:noon', 'put').requestBody
    expect(content['multipart/form-data'].schema.properties).toEqual({
      title: { type: 'string' },
      file: { type: 'string', contentMediaType: 'application/octet-stream' },
    })
  })

  it('names the answers of the step, and those that Motia gives in its place', () => {
    const { responses } = at('/users', 'post')
    expect(Object.keys(responses)).toEqual([
      '201',
      '204',
      '400',
      '408',
      '409',
      '413',
      '415',
      '422',
      '429',
      '431',
      '500',
      '503',
    ])
    expect(responses['204']).toEqual({ description: 'No Content' })
    expect(responses['409'].description).toBe('There is one already.')
    expect(responses['409'].content['application/json'].schema.anyOf).toHaveLength(2)
    expect(responses['400']).toEqual({ $ref: '#/components/responses/BadRequest' })
    expect(Object.keys(at('/users/{id}', 'get').responses)).toEqual([
      '200',
      '400',
      '409',
      '414',
      '431',
      '500',
      '503',
      'default',
    ])
  })

  it('takes what the config adds, which is stronger', () => {
    const extra = {
      info: { title: 'Shop', contact: { name: 'Me' } },
      servers: [{ url: 'https://api.example.com' }],
      security: [{ bearer: [] }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    }
    const made = toOpenApi(STEPS, { ...FACTS, extra })
    expect(made).toMatchObject({ ...extra, info: { title: 'Shop', version: '1.2.3' } })
    expect((made.components as { schemas: object }).schemas).toHaveProperty('User')
  })
})

/** References that lead nowhere. */
function danglingOf(whole: object): string[] {
  const references = [...JSON.stringify(whole).matchAll(/"\$ref":"(#[^"]*)"/g)].map(([, ref = '']) => ref)
  return references.filter((reference) => {
    const parts = reference.split('/').slice(1)
    return parts.reduce<Part>((value, part) => value?.[part], whole) === undefined
  })
}
