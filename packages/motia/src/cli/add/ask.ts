/** Asks a person at a terminal for what the flags left open of a new step. add.ts calls it where somebody can answer. */
import { HTTP_METHODS, type StepKind } from '@motia/core/step'
import type { Choice } from '../create/choice.ts'
import type { Asker } from '../create/question.ts'
import type { NewStep } from './new-step.ts'

const KINDS: readonly Choice<StepKind>[] = [
  { value: 'api', label: 'api', hint: 'answers a request' },
  { value: 'event', label: 'event', hint: 'does work in the background, when it is triggered' },
  { value: 'cron', label: 'cron', hint: 'runs on a schedule' },
  { value: 'noop', label: 'noop', hint: 'stands for something that people or others do' },
]
const METHODS: readonly Choice[] = HTTP_METHODS.map((value) => ({ value, label: value }))

/** What was given, with the rest answered. */
export async function askStep(given: Partial<NewStep>, asker: Asker): Promise<Partial<NewStep>> {
  const kind: StepKind =
    given.kind ?? (await asker.select({ message: 'What kind of step?', choices: KINDS, fallback: 'api' }))
  const check = (answer: string) =>
    /^\S+$/.test(answer) ? undefined : 'An id is a word of its own, without spaces: send-email, say.'
  const id = given.id ?? (await asker.text({ message: 'Its id', fallback: `my-${kind}`, check }))
  const answers: Partial<NewStep> = { ...given, kind, id }
  if (kind === 'api') {
    const method =
      given.method ?? (await asker.select({ message: 'Method', choices: METHODS, fallback: 'GET' }))
    const path = given.path ?? (await asker.text({ message: 'Path', fallback: `/${id}`, check: checkPath }))
    return { ...answers, method: method as NewStep['method'], path }
  }
  if (kind !== 'cron') return answers
  const schedule =
    given.schedule ??
    (await asker.text({ message: 'Schedule', fallback: '0 8 * * *', check: () => undefined }))
  return { ...answers, schedule }
}

function checkPath(answer: string): string | undefined {
  return answer.startsWith('/') ? undefined : 'A path begins with /.'
}
