/**
 * Variables that change for a process that runs already: one that was started ahead learns so of an edited `.env`. The
 * supervisor and the app find them out, app.ts and worker.ts take them in.
 */

/** Null for a variable that is gone. */
export type EnvChanges = Readonly<Record<string, string | null>>

type Env = Readonly<Record<string, string | undefined>>

/** What turns the one environment into the other. */
export function changesBetween(before: Env, after: Env): EnvChanges {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter((name) => before[name] !== after[name])
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]))
}

/** Makes the environment of this process the changed one. */
export function takeChanges(changes: EnvChanges): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete process.env[name]
    else process.env[name] = value
  }
}
