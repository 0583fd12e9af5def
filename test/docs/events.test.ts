/** docs/events.md and the catalogue of telemetry events, both ways: their names, fields and types. */
import { expect, it } from 'vitest'
import { type Fields, readDeclaredFields, unquote } from './declared-fields.ts'
import { readCode, readRows, readSections, type Section } from './page.ts'

const sections = readSections('docs/events.md').filter(({ level }) => level === 3)
const declared = Object.values(readDeclaredFields('packages/core/src/events.ts'))
const events = Object.fromEntries(
  declared.filter((fields) => 'type' in fields).map((fields) => [unquote(fields.type), fields]),
)
const parts = {
  ...pick(readDeclaredFields('packages/core/src/events.ts'), [
    'StepTotals',
    'EffectsSeen',
    'WriteSeen',
    'TriggerSeen',
  ]),
  Failure: readDeclaredFields('packages/core/src/failure.ts').Failure,
}
const catalogue = { ...events, ...parts } as Record<string, Fields>

it('has one section for each event of the catalogue, and no other', () => {
  expect(Object.keys(events).length).toBeGreaterThan(10)
  expect(sections.map(({ title }) => title).sort()).toEqual(Object.keys(catalogue).sort())
})

it('says of all events at once that they have a time', () => {
  for (const fields of Object.values(events)) expect(fields.at).toBe('number')
})

it.each(sections.map((section) => [section.title, section] as const))(
  '%s has its fields',
  (title, section) => {
    const { type, at, ...own } = catalogue[title] ?? {}
    expect(toDocumented(section)).toEqual(own)
  },
)

it.each(sections.map((section) => [section.title, section] as const))('%s says its units', (_, section) => {
  for (const [name = '', , meaning] of readRows(section)) {
    if (/(Ms|At)\??`$/.test(name)) expect(`${name}: ${meaning}`).toMatch(/\bms\b/)
  }
})

function toDocumented(section: Section): Fields {
  return Object.fromEntries(readRows(section).map(([name, type]) => [readCode(name)[0], readCode(type)[0]]))
}

function pick<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T | undefined> {
  return Object.fromEntries(names.map((name) => [name, all[name]]))
}
