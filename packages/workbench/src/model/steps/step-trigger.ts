/** What makes a step run, read from the options that it was written with. The flow, the step's page and lists show it. */
import type { StepDescriptor } from '@motia/core/descriptor'

/** A request, messages to topics, a schedule, or being led to from somewhere (noop). */
export type StepTrigger =
  | { readonly kind: 'api'; readonly method: string; readonly path: string }
  | { readonly kind: 'event'; readonly topics: readonly string[] }
  | { readonly kind: 'cron'; readonly schedule: string; readonly timezone?: string }
  | { readonly kind: 'noop'; readonly from: readonly string[] }

export function toTrigger({ kind, options }: Pick<StepDescriptor, 'kind' | 'options'>): StepTrigger {
  if (kind === 'api') return { kind, method: toText(options.method) || 'GET', path: toText(options.path) }
  if (kind === 'event') return { kind, topics: toNames(options.on) }
  if (kind === 'noop') return { kind, from: toNames(options.from) }
  const timezone = toText(options.timezone)
  return { kind, schedule: toText(options.schedule), ...(timezone && { timezone }) }
}

/** In one line, without words of a language: `POST /orders`, `order.created`, `0 9 * * 1`. Empty if by id only. */
export function toTriggerText(step: Pick<StepDescriptor, 'kind' | 'options'>): string {
  const trigger = toTrigger(step)
  switch (trigger.kind) {
    case 'api':
      return `${trigger.method} ${trigger.path}`
    case 'event':
      return trigger.topics.join(', ')
    case 'cron':
      return trigger.schedule
    case 'noop':
      return trigger.from.join(', ')
  }
}

/** Of an option that takes one name or several. */
export function toNames(option: unknown): string[] {
  const list = Array.isArray(option) ? option : [option]
  return list.filter((name): name is string => typeof name === 'string' && name !== '')
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
