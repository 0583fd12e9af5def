/** How the project fares as a whole, in one word. Pure; the page of problems begins with it. */
import type { WireMistake, WireProblems } from 'motia/workbench/wire/app'

/** `partly`: it runs, but for what its author has to correct. */
export type Standing = 'well' | 'partly' | 'starting' | 'down'

export function toStanding({ app, mistakes }: WireProblems): Standing {
  if (app.state !== 'ready') return app.state
  return mistakes.length > 0 ? 'partly' : 'well'
}

/** `motia/a.ts:14:22`, as far as it is known. */
export function toPlace({ file, line, column }: Pick<WireMistake, 'file' | 'line' | 'column'>): string {
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')
}
