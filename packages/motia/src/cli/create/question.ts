/** The questions of `motia create`, in their order, and what an asker has to be able to do. Called by command.ts. */
import type { Choice, Feature, Language, PackageManager, TemplateName } from './choice.ts'
import { DEFAULT_FEATURES, FEATURES, isWrittenIn, LANGUAGES, TEMPLATES } from './choice.ts'

/** What a project is made from. */
export interface Answers {
  /** As given: relative to the current folder, or absolute. */
  readonly folder: string
  readonly template: TemplateName
  readonly language: Language
  readonly features: readonly Feature[]
  readonly packageManager: PackageManager
  readonly install: boolean
}

/** What flags said; the rest is asked for, or has a default. */
export type Given = Partial<Answers> & Pick<Answers, 'packageManager'>

/** Puts questions to somebody: a person at a terminal, or lines on stdin. */
export interface Asker {
  text(question: TextQuestion): Promise<string>
  select<V extends string>(question: SelectQuestion<V>): Promise<V>
  multiselect<V extends string>(question: MultiselectQuestion<V>): Promise<V[]>
  confirm(question: ConfirmQuestion): Promise<boolean>
  /** After the last question. */
  close(): void
}

export interface TextQuestion {
  readonly message: string
  readonly fallback: string
  /** What is wrong with an answer, if anything. */
  check(answer: string): string | undefined
}

export interface SelectQuestion<V extends string> {
  readonly message: string
  readonly choices: readonly Choice<V>[]
  readonly fallback: V
}

export interface MultiselectQuestion<V extends string> {
  readonly message: string
  readonly choices: readonly Choice<V>[]
  readonly fallback: readonly V[]
}

export interface ConfirmQuestion {
  readonly message: string
  readonly fallback: boolean
}

const DEFAULT_FOLDER = 'motia-app'
const DEFAULT_TEMPLATE: TemplateName = 'full-stack'
const DEFAULT_LANGUAGE: Language = 'typescript'

/** Fills what flags left open with defaults. */
export function assumeAnswers(given: Given): Answers {
  const template = given.template ?? DEFAULT_TEMPLATE
  return {
    folder: DEFAULT_FOLDER,
    language: DEFAULT_LANGUAGE,
    features: DEFAULT_FEATURES[template],
    install: true,
    ...given,
    template,
  }
}

/** Asks for what flags left open. `checkFolder` says why a project cannot go to a folder, `managerOf` what installs there. */
export async function askAnswers(
  given: Given,
  asker: Asker,
  checkFolder: (folder: string) => string | undefined,
  managerOf: (folder: string) => PackageManager | undefined = () => undefined,
): Promise<Answers> {
  const folder =
    given.folder ??
    (await asker.text({ message: 'Project name', fallback: DEFAULT_FOLDER, check: checkFolder }))
  const template =
    given.template ??
    (await asker.select({
      message: 'Template',
      choices: TEMPLATES.filter(({ value }) => !given.language || isWrittenIn(value, given.language)),
      fallback: DEFAULT_TEMPLATE,
    }))
  const language =
    given.language ??
    (await asker.select({
      message: 'Language',
      choices: LANGUAGES.filter(({ value }) => isWrittenIn(template, value)),
      fallback: DEFAULT_LANGUAGE,
    }))
  const features =
    given.features ??
    (await asker.multiselect({
      message: 'Features',
      choices: FEATURES,
      fallback: DEFAULT_FEATURES[template],
    }))
  const packageManager = managerOf(folder) ?? given.packageManager
  const install =
    given.install ??
    (await asker.confirm({ message: `Install packages with ${packageManager}?`, fallback: true }))
  return { folder, template, language, features, packageManager, install }
}
