/** Step ids as the small integers that rows hold. */
import type { Connection } from '../../sqlite/connection.ts'

export interface Steps {
  /** Adds the step if it is new. */
  codeOf(stepId: string): number
  /** `undefined` for a step that never had a run. */
  find(stepId: string): number | undefined
  nameOf(code: number): string
  /** After a rollback, which may have undone an addition. */
  reload(): void
}

/** Kept in memory: a project has few steps. */
export function createSteps(db: Connection): Steps {
  const select = db.prepare<[number, string]>('SELECT id, name FROM steps')
  const insert = db.prepare('INSERT INTO steps (id, name) VALUES (?, ?)')
  const codes = new Map<string, number>()
  const names: string[] = []
  const note = (code: number, name: string) => {
    codes.set(name, code)
    names[code] = name
  }
  const reload = () => {
    codes.clear()
    names.length = 0
    for (const [code, name] of select.all([])) note(code, name)
  }
  reload()
  return {
    codeOf(stepId) {
      const known = codes.get(stepId)
      if (known !== undefined) return known
      const code = Math.max(names.length, 1)
      insert.run([code, stepId])
      note(code, stepId)
      return code
    },
    find: (stepId) => codes.get(stepId),
    nameOf: (code) => names[code] ?? `step ${code}`,
    reload,
  }
}
