/** What `motia create` says at its end. Pure; called by command.ts. */
import { FEATURES, LANGUAGES, runsPython, TEMPLATES } from './choice.ts'
import { COMMANDS } from './project.ts'
import type { Answers } from './question.ts'
import { chooseSample, listRequests } from './sample.ts'
import type { Target } from './target.ts'
import type { Workspace } from './workspace.ts'

/** What is there already. */
export interface Installed {
  readonly packages: boolean
  /** What `motia install` does. */
  readonly python: boolean
}

/** What was made, what to type next, and what to look at then. */
export function describeNextSteps(
  answers: Answers,
  target: Target,
  installed: Installed,
  workspace?: Workspace,
  resolved: readonly string[] = [],
): string {
  const { template, language, packageManager } = answers
  const { install, run, execute } = COMMANDS[packageManager]
  const commands = [
    ...(target.shown === '' ? [] : [`cd ${quote(target.shown)}`]),
    // Wherever within a workspace: all of it is installed.
    ...(installed.packages ? [] : [install]),
    ...(installed.python || !runsPython(language) ? [] : [`${execute} motia install`]),
    `${run} dev`,
  ]
  const request = listRequests(answers)[0]
  const page = chooseSample(template, language).web ? '  http://localhost:3001  the page in web/\n' : ''
  return [
    `Created ${target.name}: ${describe(answers)}`,
    '',
    ...(workspace ? describeWorkspace(workspace, resolved) : []),
    'Next:',
    ...commands.map((command) => `  ${command}`),
    '',
    'Then:',
    ...(request ? [`  ${request}`] : []),
    `${page}  http://localhost:3000  the Workbench`,
    '',
  ].join('\n')
}

/** That it is a member of one, or has yet to become one, and what of it was changed. */
function describeWorkspace(
  { root, listedIn, member, isListed }: Workspace,
  resolved: readonly string[],
): string[] {
  const list =
    listedIn === 'package.json' ? '"workspaces" of package.json' : 'packages of pnpm-workspace.yaml'
  return [
    isListed
      ? `It is a member of the workspace ${root}.`
      : `First, add "${member}" to ${list} in ${root}: that is a workspace which does not list it.`,
    ...(resolved.length > 0
      ? [`Its package.json has resolutions of ${resolved.join(', ')} now: the newest refuses Node 20.`]
      : []),
    '',
  ]
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
