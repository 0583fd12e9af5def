/**
 * The config file's object: keys for every mode at its top, and a section for each mode. Chooses what holds for one
 * mode, and finds the words that mean nothing. Called by load.ts.
 */
import type { Mistake } from '@motia/core/descriptor'
import { didYouMean } from '@motia/core/nearest'
import type { Mode } from './config.ts'
import { SETTINGS } from './settings.ts'
import { lookUp, type Section } from './sources.ts'

type Values = Readonly<Record<string, unknown>>

const MODES: readonly string[] = ['development', 'production'] satisfies Mode[]

/** A config file that was read. */
export interface ConfigFile {
  /** Relative to the root. */
  readonly name: string
  readonly values: Values
  /** The line of a dotted key as it stands in the file. */
  lineOf(path: string): number | undefined
}

/** What holds for a mode: its section, above what stands at the top. */
export function selectSection(file: ConfigFile, mode: Mode): Section {
  const { [mode]: own, ...top } = file.values
  const section = isObject(own) ? own : {}
  return {
    file: file.name,
    values: merge(withoutSections(top), section),
    place(key) {
      const path = lookUp(section, key).mentioned ? `${mode}.${key}` : key
      const line = file.lineOf(path)
      return { path, ...(line !== undefined && { line }) }
    },
  }
}

/** Unknown words are warnings; a bare value where a group of settings belongs is a mistake. */
export function inspectKeys(file: ConfigFile): { mistakes: Mistake[]; warnings: Mistake[] } {
  const found = { mistakes: [] as Mistake[], warnings: [] as Mistake[] }
  const report = (list: Mistake[], path: string, message: string) => {
    const line = file.lineOf(path)
    list.push({ file: file.name, ...(line !== undefined && { line }), message: `${path} ${message}` })
  }
  const inspect = (values: Values, group: string, section: string) => {
    const known = wordsOf(group)
    for (const [word, value] of Object.entries(values)) {
      const key = group + word
      const path = section + key
      const words = wordsOf(`${key}.`)
      if (!known.has(word)) report(found.warnings, path, `has no meaning${didYouMean(word, known)}`)
      else if (words.size === 0 || value === undefined || value === null) continue
      else if (isObject(value)) inspect(value, `${key}.`, section)
      else report(found.mistakes, path, `must be an object (of ${[...words].join(', ')})`)
    }
  }
  for (const [word, value] of Object.entries(file.values)) {
    if (!MODES.includes(word)) inspect({ [word]: value }, '', '')
    else if (isObject(value)) inspect(value, '', `${word}.`)
    else if (value !== undefined) report(found.mistakes, word, 'must be an object of settings')
  }
  return found
}

function wordsOf(group: string): Set<string> {
  const keys = SETTINGS.map(({ key }) => key).filter((key) => key.startsWith(group))
  const words = new Set(keys.map((key) => key.slice(group.length).split('.')[0] ?? ''))
  return group === '' ? new Set([...words, ...MODES]) : words
}

function withoutSections(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([word]) => !MODES.includes(word)))
}

function merge(below: Values, above: Values): Values {
  const merged: Record<string, unknown> = { ...below }
  for (const [word, value] of Object.entries(above)) {
    const under = merged[word]
    if (value === undefined && word in merged) continue
    merged[word] = isObject(under) && isObject(value) ? merge(under, value) : value
  }
  return merged
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
