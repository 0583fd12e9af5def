/** A table whose rows become cards where it is narrow. For lists of any length see virtual-list.tsx. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import css from './table.module.css'
import { useIsNarrow } from './width.ts'

export interface Column<T> {
  readonly title: ReactNode
  readonly cell: (row: T) => ReactNode
  /** At the end, with digits of one width. */
  readonly isNumber?: boolean
  /** Takes the room that is left, and cuts what is longer. */
  readonly isWide?: boolean
  /** Left out where it is narrow. */
  readonly isExtra?: boolean
  /** Buttons, at the end; `title` is only read out. */
  readonly isAction?: boolean
  /** Makes the title a button that sorts by it. */
  readonly sort?: ColumnSort
}

/** How the rows are sorted by a column now, and what a click on its title does. */
export interface ColumnSort {
  readonly direction: 'ascending' | 'descending' | undefined
  readonly onSort: () => void
}

export function Table<T>({
  label,
  columns,
  rows,
  keyOf,
}: {
  /** What the table lists, for screen readers. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string
}) {
  return (
    <div className={css.scroll}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
              <th key={index} scope="col" className={toClass(column)} aria-sort={column.sort?.direction}>
                <ColumnTitle column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <td key={index} className={toClass(column)}>
                  {index > 0 && !column.isAction && <span className={css.narrowTitle}>{column.title}</span>}
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ColumnTitle<T>({ column: { title, sort, isAction } }: { readonly column: Column<T> }) {
  // Where it is narrow titles are only read out: panels that sort offer a choice beside the table's own title.
  const isNarrow = useIsNarrow()
  if (isAction) return <span className={css.unseen}>{title}</span>
  return sort && !isNarrow ? <SortTitle sort={sort}>{title}</SortTitle> : title
}

function SortTitle({ sort, children }: { readonly sort: ColumnSort; readonly children: ReactNode }) {
  const Icon = sort.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <button type="button" className={css.sort} onClick={sort.onSort}>
      {children}
      <Icon aria-hidden="true" data-shown={sort.direction !== undefined} />
    </button>
  )
}

function toClass<T>(column: Column<T>): string {
  const { isNumber = false, isWide = false, isExtra = false, isAction = false } = column
  return classes(isNumber && css.number, isWide && css.wide, isExtra && css.extra, isAction && css.action)
}
