/** Builds the conditions of a query from the parts of a filter that are there; the readers beside it use it. */
import type { Column } from './connection.ts'

export interface Where {
  /** Adds a condition and the values of its `?`, unless one of these is absent. */
  and(condition: string, ...values: (Column | undefined)[]): void
  /** `WHERE … AND …`, or nothing. */
  sql(): string
  params(): Column[]
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
    sql: () => (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`),
    params: () => params,
  }
}
