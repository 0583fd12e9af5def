/** docs/steps.md and the options of steps and triggers, both ways: names, types and defaults. */
import { expect, it } from 'vitest'
import { DEFAULT_RETRY } from '../../packages/core/src/retry.ts'
import { STEP_KINDS, type StepKind } from '../../packages/core/src/step.ts'
import { checkOptions } from '../../packages/motia/src/discovery/options.ts'
import { createRegistry } from '../../packages/motia/src/engine/registry.ts'
import { type Fields, readDeclaredFields } from './declared-fields.ts'
import { readCode, readRows, readSections } from './page.ts'

const OPTIONS_OF: Readonly<Record<StepKind, readonly string[]>> = {
  api: ['StepOptions', 'ExecutionOptions', 'ApiOptions'],
  event: ['StepOptions', 'ExecutionOptions', 'EventOptions'],
  cron: ['StepOptions', 'ExecutionOptions', 'CronOptions'],
  noop: ['StepOptions', 'NoopOptions'],
}
/** What the type parameter of these is. */
const SCHEMA_OF: Readonly<Record<string, string>> = { ApiOptions: 'ApiSchemas', EventOptions: 'Schema' }

const declared: Readonly<Record<string, Fields>> = {
  ...readDeclaredFields('packages/core/src/step.ts', [...new Set(Object.values(OPTIONS_OF).flat())]),
  ...readDeclaredFields('packages/core/src/trigger.ts', ['TriggerOptions']),
  ...readDeclaredFields('packages/core/src/retry.ts', ['RetryPolicy']),
  ...readDeclaredFields('packages/core/src/schema.ts', ['ApiSchemas']),
}
const sections = readSections('docs/steps.md').filter(({ level }) => level === 3)
const documented = Object.fromEntries(
  sections.map((section) => [
    section.title,
    readRows(section).map(([option, type, byDefault]) => ({
      option: readCode(option)[0] ?? '',
      type: readCode(type)[0],
      defaults: readCode(byDefault),
    })),
  ]),
)

it('has one section for each group of options, and no other', () => {
  expect(Object.keys(documented).sort()).toEqual(Object.keys(declared).sort())
})

it.each(Object.entries(documented))('%s has its options and their types', (title, rows) => {
  const types = Object.entries(declared[title] ?? {}).map(([name, type]) => [
    name,
    type === 'S' ? SCHEMA_OF[title] : type,
  ])
  expect(rows.map(({ option, type }) => [option, type])).toEqual(types)
})

it.each(STEP_KINDS)('names options of %s steps that the check of a project knows', (kind) => {
  const names = OPTIONS_OF[kind].flatMap((title) => documented[title] ?? []).map(({ option }) => option)
  const values = Object.fromEntries(names.map((name) => [name.replace('?', ''), undefined]))
  const unknown = checkOptions(kind, values).filter(({ message }) => message.includes('is no option'))
  expect([names.length > 0, unknown]).toEqual([true, []])
})

it('says how a step is retried that does not say it', () => {
  const defaults = documented.RetryPolicy?.map(({ option, defaults: [text = ''] }) => [
    option,
    JSON.parse(text),
  ])
  expect(Object.fromEntries(defaults ?? [])).toEqual(DEFAULT_RETRY)
})

it('says the deadline of a step that does not say it', () => {
  const registry = createRegistry([toDescriptor('api'), toDescriptor('event')], { strict: false })
  const timeout = documented.ExecutionOptions?.find(({ option }) => option === 'timeout?')
  const deadlines = ['api', 'event'].map((id) => String(registry.policyOf(id)?.timeoutMs))
  expect(timeout?.defaults).toEqual(deadlines)
})

function toDescriptor(kind: 'api' | 'event') {
  const options = kind === 'api' ? { method: 'GET', path: '/' } : {}
  return { kind, id: kind, file: 'a.ts', language: 'node', exportName: 'a', options, triggers: [] } as const
}
