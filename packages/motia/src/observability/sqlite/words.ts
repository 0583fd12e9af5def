/**
 * The words of log lines: how a line becomes text that is indexed and looked through, and what a search asks of both.
 * word-index.ts fills the index, read-logs.ts and search-logs.ts search.
 */
import type { LogFilter } from '../records.ts'
import { LEVELS } from './rows.ts'

/** A line as it is stored. */
export interface StoredLine {
  readonly level: number
  readonly message: string
  readonly fields: string | null
  readonly step_id: string | null
}

export interface Search {
  /** For FTS5, each narrower than the one before and dearer; none if the index cannot tell anything. */
  readonly matches: readonly string[]
  /** Whether the line has all words: the index only knows which ones might. */
  accepts(line: StoredLine): boolean
}

const MAX_TERMS = 8
/** Characters of private use count as letters, and nobody writes them. */
const STEP_MARK = '\ue000'
const LEVEL_MARK = '\ue001'
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u
const FIELD = /^([\p{L}\p{N}_$.-]+)=(.+)$/u

/** What is indexed of a line: its words, and marks for its step and level. */
export function toIndexed(line: StoredLine): string {
  const step = line.step_id === null ? '' : stepMark(line.step_id)
  return `${toText(line)} ${LEVEL_MARK}${line.level} ${step}`
}

/** @returns `undefined` if no words are asked for, nor anything else that the index is better at */
export function toSearch({ text = '', stepId, level }: LogFilter): Search | undefined {
  const terms = text.split(/\s+/).filter(Boolean).slice(0, MAX_TERMS).map(toTerm)
  // The table's own index is of bad lines: warnings may hide the errors among them.
  const isBetterIndexed = level === 'info' || level === 'error' || (level === 'warn' && stepId !== undefined)
  if (terms.length === 0 && !isBetterIndexed) return undefined
  const whole = terms.flatMap((term) => term.whole)
  const begun = terms.flatMap((term) => term.begun).sort((a, b) => b.length - a.length)
  if (stepId !== undefined) whole.push(stepMark(stepId))
  if (level !== undefined && level !== 'debug') whole.push(levelMarks(level))
  return {
    matches: toMatches(whole, begun),
    accepts(line) {
      if (terms.length === 0) return true
      const folded = fold(toText(line))
      return terms.every((term) => term.accepts(line, folded))
    },
  }
}

/** Whole words cost nothing, a begun one as much as there are lines with words that begin so. */
function toMatches(whole: readonly string[], begun: readonly string[]): string[] {
  const [longest, ...others] = begun
  return [
    ...(whole.length > 0 && longest !== undefined ? [whole] : []),
    ...(longest !== undefined && others.length > 0 ? [[...whole, longest]] : []),
    [...whole, ...begun],
  ]
    .filter((words) => words.length > 0)
    .map((words) => words.join(' AND '))
}

interface Term {
  /** Words that the line has, and the one that a word of the line begins with. */
  readonly whole: string[]
  readonly begun: string[]
  accepts(line: StoredLine, folded: string): boolean
}

function toTerm(written: string): Term {
  const wanted = fold(written)
  const [, name, value] = FIELD.exec(wanted) ?? []
  const words = (wanted.match(WORD) ?? []).map((word) => `"${word}"`)
  if (name !== undefined && value !== undefined) {
    const accepts: Term['accepts'] = (line, folded) =>
      occurs(folded, wanted, true) || (line.fields !== null && hasField(line.fields, name.split('.'), value))
    return { whole: words, begun: [], accepts }
  }
  const accepts: Term['accepts'] = (_, folded) => occurs(folded, wanted, false)
  // What goes on after the last word is not said, unless something that is no letter follows it.
  if (!WORD_CHARACTER.test(wanted.at(-1) ?? '')) return { whole: words, begun: [], accepts }
  return { whole: words.slice(0, -1), begun: words.slice(-1).map((word) => `${word}*`), accepts }
}

/** From a word's beginning, and to a word's end if that is asked for. */
function occurs(text: string, wanted: string, isWhole: boolean): boolean {
  const beginsWord = WORD_CHARACTER.test(wanted.charAt(0))
  const endsWord = isWhole && WORD_CHARACTER.test(wanted.at(-1) ?? '')
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const isAtBegin = !beginsWord || at === 0 || !WORD_CHARACTER.test(text.charAt(at - 1))
    if (isAtBegin && !(endsWord && WORD_CHARACTER.test(text.charAt(at + wanted.length)))) return true
  }
  return false
}

/** @param path names of fields, folded like the value */
function hasField(fields: string, path: readonly string[], value: string): boolean {
  let found: unknown = JSON.parse(fields)
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return false
    found = Object.entries(found).find(([key]) => fold(key) === name)?.[1]
  }
  const values = Array.isArray(found) ? found : [found]
  return values.some((one) => fold(typeof one === 'string' ? one : (JSON.stringify(one) ?? '')) === value)
}

function toText({ message, fields }: StoredLine): string {
  if (fields === null) return message
  // Escapes would run into the words behind them.
  return `${message} ${fields.includes('\\') ? toPlain(JSON.parse(fields)) : fields}`
}

/** All names and values, in the order of the JSON text, and with its quotes. */
function toPlain(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return value.map(toPlain).join(',')
  return Object.entries(value)
    .map(([name, item]) => `"${name}":${toPlain(item)}`)
    .join(',')
}

function stepMark(stepId: string): string {
  return STEP_MARK + Buffer.from(stepId).toString('hex')
}

function levelMarks(level: NonNullable<LogFilter['level']>): string {
  const marks = LEVELS.map((_, index) => LEVEL_MARK + index).slice(LEVELS.indexOf(level))
  return `(${marks.join(' OR ')})`
}

/** As the index compares: without case and accents. */
function fold(text: string): string {
  if (!/[^ -~]/.test(text)) return text.toLowerCase()
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase()
}
