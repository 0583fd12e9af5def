/** What can be chosen in `motia create`: templates, languages, features, package managers. Read by flags and questions. */
import { describeUnknown, wrongUse } from './create-error.ts'

export type TemplateName = 'full-stack' | 'api' | 'minimal' | 'webhooks' | 'uploads'
export type Language = 'typescript' | 'javascript' | 'python' | 'ruby' | 'multi'
export type Feature = 'api' | 'jobs' | 'ai'
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** One of several words, as flags and piped answers write it (`value`) and as a terminal shows it (`label`). */
export interface Choice<V extends string = string> {
  readonly value: V
  readonly label: string
  readonly hint?: string
  /** Other words for it. */
  readonly aliases?: readonly string[]
}

export const TEMPLATES: readonly Choice<TemplateName>[] = [
  {
    value: 'full-stack',
    label: 'Full-stack (recommended)',
    hint: 'steps, and a page that uses them',
    aliases: ['fullstack'],
  },
  { value: 'api', label: 'API', hint: 'the same without the page' },
  { value: 'minimal', label: 'Minimal', hint: 'as few steps as show the features' },
  { value: 'webhooks', label: 'Webhooks', hint: 'signed ones of Stripe and GitHub, each handled once' },
  { value: 'uploads', label: 'Uploads', hint: 'files that are read in the background, with their progress' },
]

export const LANGUAGES: readonly Choice<Language>[] = [
  { value: 'typescript', label: 'TypeScript', aliases: ['ts'] },
  { value: 'javascript', label: 'JavaScript', aliases: ['js'] },
  { value: 'python', label: 'Python', aliases: ['py'] },
  { value: 'ruby', label: 'Ruby', aliases: ['rb'] },
  { value: 'multi', label: 'Several languages', hint: 'a step in TypeScript, Python and Ruby each' },
]

export const FEATURES: readonly Choice<Feature>[] = [
  { value: 'api', label: 'API', hint: 'HTTP endpoints' },
  { value: 'jobs', label: 'Background Jobs', hint: 'events, a schedule, an order of steps' },
  { value: 'ai', label: 'AI Integration', hint: 'a model behind a step; a fake one at first, without a key' },
]

export const PACKAGE_MANAGERS: readonly Choice<PackageManager>[] = (
  ['npm', 'pnpm', 'yarn', 'bun'] as const
).map((value) => ({ value, label: value }))

/** Has steps in Python, for which `motia install` makes an environment. */
export function runsPython(language: Language): boolean {
  return language === 'python' || language === 'multi'
}

/** Samples that do not mix languages; the others are there in all of them. */
const UNMIXED: readonly TemplateName[] = ['webhooks', 'uploads']

/** Whether a template is there in a language. */
export function isWrittenIn(template: TemplateName, language: Language): boolean {
  return language !== 'multi' || !UNMIXED.includes(template)
}

/** `The template uploads is there in typescript, javascript, python and ruby, not in multi` */
export function describeUnwritten(template: TemplateName, language: Language): string {
  const languages = LANGUAGES.map(({ value }) => value).filter((value) => isWrittenIn(template, value))
  const list = `${languages.slice(0, -1).join(', ')} and ${languages.at(-1)}`
  return `The template ${template} is there in ${list}, not in ${language}`
}

/** What a template comes with unless told otherwise. */
export const DEFAULT_FEATURES: Readonly<Record<TemplateName, readonly Feature[]>> = {
  'full-stack': ['api', 'jobs', 'ai'],
  api: ['api'],
  minimal: ['api'],
  webhooks: ['api', 'jobs'],
  uploads: ['api', 'jobs'],
}

/**
 * The choice that a word names: by its value, its label, another word for it, or its number in the list.
 * @throws CreateError with exit code 2, and the nearest right word
 */
export function parseChoice<V extends string>(what: string, choices: readonly Choice<V>[], text: string): V {
  const word = toWord(text)
  const found = choices.find((choice, index) => namesOf(choice).includes(word) || word === String(index + 1))
  if (!found) {
    throw wrongUse(
      describeUnknown(
        what,
        text.trim(),
        choices.map(({ value }) => value),
      ),
    )
  }
  return found.value
}

/** Several choices, in the order of the list; `all` and `none` count as well. */
export function parseChoices<V extends string>(
  what: string,
  choices: readonly Choice<V>[],
  text: string,
): V[] {
  if (toWord(text) === 'all') return choices.map(({ value }) => value)
  if (toWord(text) === 'none') return []
  const numbers = /^[\d\s]+$/.test(text)
  const words = text.split(numbers ? /\s+/ : /[,+&;]/).filter((word) => word.trim() !== '')
  const named = new Set(words.map((word) => parseChoice(what, choices, word)))
  return choices.map(({ value }) => value).filter((value) => named.has(value))
}

function namesOf({ value, label, aliases = [] }: Choice): string[] {
  return [value, toWord(label), ...aliases]
}

/** `Full-stack (recommended)` and `full stack` are `full-stack`. */
function toWord(text: string): string {
  return text
    .replace(/\(.*\)/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
}
