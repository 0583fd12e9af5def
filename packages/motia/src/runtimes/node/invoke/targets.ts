/** What a process knows of the project's targets: a view of the routes that the app sends. */
import type { Routes } from '@motia/core/runtime'
import type { TargetBook } from './trigger.ts'

export interface LiveTargetBook extends TargetBook {
  replace(routes: Routes, strict: boolean): void
}

export function createTargetBook(): LiveTargetBook {
  let routes: ReadonlyMap<string, readonly string[]> = new Map()
  let strict = false
  return {
    stepsOf: (target) => routes.get(target) ?? [],
    // An id reaches itself first (a noop's subscribers follow); whatever else is known is a topic.
    isTopic: (target) => routes.has(target) && !routes.get(target)?.includes(target),
    targets: () => routes.keys(),
    get strict() {
      return strict
    },
    replace(next, nextStrict) {
      routes = new Map(Object.entries(next))
      strict = nextStrict
    },
  }
}
