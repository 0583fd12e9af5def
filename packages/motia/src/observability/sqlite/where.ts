/** Builds the conditions of a query from the parts of a filter that are there; the readers beside it use it. */
import type { Column } from './connection.ts'

/** A condition with the values of its `?`. */
export interface Condition {
  readonly sql: string
  readonly params: readonly Column[]
}

export interface Where {
  /** Adds a condition and the values of its `?`, unless one of these is absent. */
  and(condition: string, ...values: (Column | undefined)[]): void
  /** The same for a condition that brings its values; one without text is none. */
  within(condition: Condition): void
  /** `WHERE … AND …`, or nothing. */
  sql(): string
  params(): Column[]
  /** All of it as one condition. */
  condition(): Condition
}

export function createWhere(): Where {
  const conditions: string[] = []
  const params: Column[] = []
  return {
    and(condition, ...values) {
      const present = values.filter((value) => value !== undefined)
      if (present.length < values.length) return
      conditions.push(condition)
      params.push(...present)
    },
    within({ sql, params: values }) {
      if (sql === '') return
      conditions.push(sql)
      params.push(...values)
    },
    sql: () => (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`),
    params: () => params,
    condition: () => ({ sql: conditions.join(' AND '), params }),
  }
}

/** For `Where.within`: the column has one of the values; no condition without a list. */
export function isOneOf(column: string, values: readonly string[] | undefined): Condition {
  if (values === undefined) return { sql: '', params: [] }
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, params: values }
}

/** Text that LIKE takes as it is, with a backslash as the escape. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
