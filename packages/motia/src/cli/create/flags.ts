/** The flags of `motia create`, as commander hands them over, turned into answers. Called by command.ts. */
import {
  describeUnwritten,
  FEATURES,
  isWrittenIn,
  LANGUAGES,
  PACKAGE_MANAGERS,
  parseChoice,
  parseChoices,
  TEMPLATES,
} from './choice.ts'
import { CreateError, wrongUse } from './create-error.ts'
import { detectPackageManager } from './install.ts'
import type { Given } from './question.ts'

/** What was typed. */
export interface CreateFlags {
  readonly template?: string
  readonly language?: string
  readonly features?: string
  readonly packageManager?: string
  /** False for `--no-install`; true says nothing, since that is commander's default. */
  readonly install?: boolean
  readonly yes?: boolean
  readonly interactive?: boolean
}

/** @throws CreateError with exit code 2 that names every wrong flag at once */
export function parseFlags(folder: string | undefined, flags: CreateFlags, env: NodeJS.ProcessEnv): Given {
  const problems: string[] = []
  const parse = <T>(text: string | undefined, read: (text: string) => T): T | undefined => {
    try {
      return text === undefined ? undefined : read(text)
    } catch (error) {
      if (!(error instanceof CreateError)) throw error
      problems.push(error.message)
      return undefined
    }
  }
  const template = parse(flags.template, (text) => parseChoice('template', TEMPLATES, text))
  const language = parse(flags.language, (text) => parseChoice('language', LANGUAGES, text))
  const features = parse(flags.features, (text) => parseChoices('feature', FEATURES, text))
  const packageManager = parse(flags.packageManager, (text) =>
    parseChoice('package manager', PACKAGE_MANAGERS, text),
  )
  if (template && language && !isWrittenIn(template, language))
    problems.push(describeUnwritten(template, language))
  if (problems.length > 0) throw wrongUse(problems.join('\n'))
  return {
    packageManager: packageManager ?? detectPackageManager(env),
    ...(folder !== undefined && { folder }),
    ...(template && { template }),
    ...(language && { language }),
    ...(features && { features }),
    ...(flags.install === false && { install: false }),
  }
}
