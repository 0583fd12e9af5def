/**
 * Where a setting's value comes from, strongest first: flag, environment, `.env`, the config file. Reads one setting
 * at a time and collects what is wrong with it; resolvers.ts asks.
 */
import type { Mistake } from '@motia/core/descriptor'
import type { Environment } from './environment.ts'
import type { Parse } from './parsers.ts'
import type { Setting } from './settings.ts'

/** Places of settings that are no files; a mistake in one names it in place of a file. */
export const COMMAND_LINE = 'command line'
export const ENVIRONMENT = 'environment'

/** Options of the command line by their names; what was not given is absent or undefined. */
export type Flags = Readonly<Record<string, unknown>>

export interface Sources {
  readonly flags: Flags
  readonly env: Environment
  /** What only `.env` says. */
  readonly fileEnv: Environment
  readonly section: Section
}

/** What the config file says for this mode. */
export interface Section {
  /** Relative to the root, for messages. */
  readonly file: string
  readonly values: Readonly<Record<string, unknown>>
  /** The line of a dotted key, and the key as it stands in the file (`development.port`). */
  place(key: string): { readonly path: string; readonly line?: number }
}

/** Reads settings and keeps the mistakes. */
export interface Reader {
  /** `undefined` where nobody says anything, or only something wrong. */
  read<T>(setting: Setting<T>, parse?: Parse<T>): T | undefined
  /** The key stands in the config file, without a value. */
  isEmpty(setting: Setting<unknown>): boolean
  mistake(setting: Setting<unknown>, message: string, hint?: string): void
  warn(setting: Setting<unknown>, message: string, hint?: string): void
}

interface Found {
  readonly raw: unknown
  readonly file: string
  readonly name: string
  readonly line?: number
}

export function createReader(sources: Sources, mistakes: Mistake[], warnings: Mistake[]): Reader {
  return {
    read(setting, parse = setting.parse) {
      const found = find(setting, sources)
      if (!found) return undefined
      const parsed = parse(found.raw)
      if ('value' in parsed) return parsed.value
      mistakes.push({
        ...placeOf(found),
        message: `${found.name} must be ${parsed.expected}; it is ${show(found.raw)}`,
      })
      return undefined
    },
    isEmpty: ({ key }) => {
      const { mentioned, raw } = lookUp(sources.section.values, key)
      return mentioned && !isGiven(raw)
    },
    mistake: (setting, message, hint) => mistakes.push(toMistake(setting, sources, message, hint)),
    warn: (setting, message, hint) => warnings.push(toMistake(setting, sources, message, hint)),
  }
}

/** The value at a dotted key. */
export function lookUp(values: unknown, key: string): { readonly mentioned: boolean; readonly raw: unknown } {
  let raw = values
  for (const part of key.split('.')) {
    if (typeof raw !== 'object' || raw === null || !(part in raw)) return { mentioned: false, raw: undefined }
    raw = (raw as Record<string, unknown>)[part]
  }
  return { mentioned: true, raw }
}

function find({ key, env, flag }: Setting<unknown>, sources: Sources): Found | undefined {
  if (flag !== undefined && isGiven(sources.flags[flag])) {
    return { raw: sources.flags[flag], file: COMMAND_LINE, name: toOption(flag) }
  }
  for (const name of env) {
    if (isGiven(sources.env[name])) return { raw: sources.env[name], file: ENVIRONMENT, name }
  }
  for (const name of env) {
    if (isGiven(sources.fileEnv[name])) return { raw: sources.fileEnv[name], file: '.env', name }
  }
  const { raw } = lookUp(sources.section.values, key)
  if (!isGiven(raw)) return undefined
  const { path, line } = sources.section.place(key)
  return { raw, file: sources.section.file, name: path, ...(line !== undefined && { line }) }
}

function toMistake(setting: Setting<unknown>, sources: Sources, message: string, hint?: string): Mistake {
  const found = find(setting, sources) ?? {
    file: sources.section.file,
    ...sources.section.place(setting.key),
  }
  return { ...placeOf(found), message, ...(hint !== undefined && { hint }) }
}

function placeOf({ file, line }: { file: string; line?: number }): { file: string; line?: number } {
  return line === undefined ? { file } : { file, line }
}

/** An empty variable is one that is not set. */
function isGiven(raw: unknown): boolean {
  return raw !== undefined && raw !== null && raw !== ''
}

function toOption(flag: string): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function show(raw: unknown): string {
  const text = typeof raw === 'object' ? JSON.stringify(raw) : JSON.stringify(String(raw))
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : shorten(text ?? typeof raw)
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
