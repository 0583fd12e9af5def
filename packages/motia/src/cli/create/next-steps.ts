/** What `motia create` says at its end. Pure; called by command.ts. */
import { FEATURES, LANGUAGES, TEMPLATES } from './choice.ts'
import { COMMANDS } from './project.ts'
import type { Answers } from './question.ts'
import { listRequests, SAMPLES } from './sample.ts'
import type { Target } from './target.ts'

/** What was made, what to type next, and what to look at then. */
export function describeNextSteps(answers: Answers, target: Target, installed: boolean): string {
  const { template, features, packageManager } = answers
  const { install, run } = COMMANDS[packageManager]
  const commands = [
    ...(target.shown === '' ? [] : [`cd ${quote(target.shown)}`]),
    ...(installed ? [] : [install]),
    `${run} dev`,
  ]
  const request = listRequests(template, features)[0]
  const page = SAMPLES[template].web ? '  http://localhost:3001  the page in web/\n' : ''
  return [
    `Created ${target.name}: ${describe(answers)}`,
    '',
    'Next:',
    ...commands.map((command) => `  ${command}`),
    '',
    'Then:',
    ...(request ? [`  ${request}`] : []),
    `${page}  http://localhost:3000  the Workbench`,
    '',
  ].join('\n')
}

function describe({ template, language, features }: Answers): string {
  const label = (choices: readonly { value: string; label: string }[], value: string) =>
    choices.find((choice) => choice.value === value)?.label.replace(/ \(.*/, '')
  const named = features.map((feature) => label(FEATURES, feature)).join(' + ')
  return `${label(TEMPLATES, template)}, ${label(LANGUAGES, language)}, ${named || 'no features'}`
}

/** As a shell wants it. */
function quote(path: string): string {
  return /^[\p{L}\p{N}_./@+-]+$/u.test(path) ? path : `'${path.replace(/'/g, "'\\''")}'`
}
