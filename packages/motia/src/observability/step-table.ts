/** The steps of a project in words: what each is triggered by and where it is. `motia dev` and `motia steps` print it. */
import type { StepDescriptor } from '@motia/core/descriptor'
import { STEP_KINDS } from '@motia/core/step'
import { type Column, formatTable, type Paper } from './table.ts'

/** Its worker has not told yet. */
const UNKNOWN = '…'

const COLUMNS = ({ ink }: Paper): Column<StepDescriptor>[] => [
  { title: 'kind', text: ({ kind }) => kind, paint: ink.cyan },
  { title: 'id', text: ({ id }) => id, shrinksTo: 16, paint: ink.bold },
  { title: 'triggered by', text: wordTrigger, shrinksTo: 12 },
  {
    title: 'file',
    text: ({ file, line }) => (line === undefined ? file : `${file}:${line}`),
    shrinksTo: 16,
    isPath: true,
  },
]

/** Lines with their ends, by kind and id. */
export function formatSteps(steps: readonly StepDescriptor[], paper: Paper): string {
  const sorted = [...steps].sort(
    (a, b) => STEP_KINDS.indexOf(a.kind) - STEP_KINDS.indexOf(b.kind) || (a.id < b.id ? -1 : 1),
  )
  return formatTable(COLUMNS(paper), sorted, paper)
}

/** `POST /users`, topics, a schedule; nothing for what only its id reaches. */
export function wordTrigger({ kind, options }: StepDescriptor): string {
  switch (kind) {
    case 'api':
      return options.path === undefined ? UNKNOWN : `${options.method} ${options.path}`
    case 'event':
      return [options.on ?? []].flat().join(', ')
    case 'cron':
      return `${options.schedule ?? UNKNOWN}${options.timezone === undefined ? '' : ` ${options.timezone}`}`
    case 'noop':
      return ''
    default:
      return kind satisfies never
  }
}
