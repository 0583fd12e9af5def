/** Every library that people bring along, the real ones: checked, worded, and told as JSON Schema. */
import { fileURLToPath } from 'node:url'
import type { Schema } from '@motia/core/schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as mini from 'zod/mini'
import { z as z3 } from 'zod3'
import { asJsonSchema } from './as-json-schema.ts'
import { checkInput } from './input-check.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The same user in the words of each. */
const USERS: Readonly<Record<string, Schema>> = {
  'zod 4': z.object({
    name: z.string().min(2),
    role: z.enum(['user', 'admin']).default('user'),
    tags: z.array(z.string()).optional(),
  }),
  'zod 4 mini': mini.object({
    name: mini.string().check(mini.minLength(2)),
    role: mini._default(mini.enum(['user', 'admin']), 'user'),
    tags: mini.optional(mini.array(mini.string())),
  }),
  'zod 3': z3.object({
    name: z3.string().min(2),
    role: z3.enum(['user', 'admin']).default('user'),
    tags: z3.array(z3.string()).optional(),
  }),
  valibot: v.object({
    name: v.pipe(v.string(), v.minLength(2)),
    role: v.optional(v.picklist(['user', 'admin']), 'user'),
    tags: v.optional(v.array(v.string())),
  }),
  arktype: type({ name: 'string >= 2', role: "'user' | 'admin' = 'user'", 'tags?': 'string[]' }),
  'JSON Schema': {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 2 },
      role: { type: 'string', enum: ['user', 'admin'], default: 'user' },
      tags: { type: 'array', items: { type: 'string' } },
    },
    required: ['name'],
  },
}

describe.each(Object.entries(USERS))('%s', (name, schema) => {
  it('gives the value with its defaults', async () => {
    expect(await checkInput(schema, { name: '홍길동' }, 'json')).toEqual({
      value: { name: '홍길동', role: 'user' },
    })
  })

  it('names each wrong member by its path', async () => {
    const result = await checkInput(schema, { name: 'x', role: 'root', tags: ['a', 1] }, 'json')
    const { issues } = result as { issues: { path: string; message: string }[] }
    expect(issues.map(({ path }) => path).sort()).toEqual(['name', 'role', 'tags.1'])
    for (const { message } of issues) expect(message).not.toBe('')
  })

  it('is told as JSON Schema of what a sender gives', () => {
    const told = asJsonSchema(schema, root) as Record<string, unknown>
    expect(told).toMatchObject({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 2 },
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['name'],
    })
    expect(told.properties).toHaveProperty('role.enum', expect.arrayContaining(['user', 'admin']))
    expect(told.additionalProperties, name).not.toBe(false)
  })
})

it('leaves open what JSON has no word for, without giving up the rest', () => {
  const schemas = [
    z.object({ at: z.date(), name: z.string() }),
    v.object({ at: v.date(), name: v.string() }),
    type({ at: 'Date', name: 'string' }),
  ]
  for (const schema of schemas) {
    expect(asJsonSchema(schema, root)).toMatchObject({ properties: { at: {}, name: { type: 'string' } } })
  }
})

it('says why where it cannot be told, and what to install', () => {
  const bare = { '~standard': { version: 1, vendor: 'own', validate: () => ({ value: 1 }) } } as Schema
  expect(asJsonSchema(bare, root)).toEqual({ $comment: expect.stringContaining('own') })
  expect(asJsonSchema(z3.string(), '/nowhere')).toEqual({
    $comment: expect.stringContaining('npm install zod-to-json-schema'),
  })
})
