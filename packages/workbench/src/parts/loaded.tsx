/** What a query brought, once it is there; bones until then; what went wrong, with the way out, if it failed. */
import type { ReactNode } from 'react'
import { ApiError } from '../api/client.ts'
import { defineWords, useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import css from './empty.module.css'

const WORDS = defineWords({
  en: { again: 'Try again', loading: 'Loading' },
  ko: { again: '다시 시도', loading: '불러오는 중' },
})

export interface Query<T> {
  readonly data: T | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

export function Loaded<T>({
  query,
  children,
}: {
  readonly query: Query<T>
  readonly children: (data: T) => ReactNode
}) {
  const { data, error, refetch } = query
  if (data !== undefined) return <>{children(data)}</>
  return error ? <Problem error={error} onRetry={refetch} /> : <Bones />
}

export function Problem({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => unknown }) {
  const words = useWords(WORDS)
  return (
    <div className={css.problem} role="alert">
      <span>{error.message}</span>
      {error instanceof ApiError && error.hint && <span className={css.hint}>{error.hint}</span>}
      {onRetry && <Button onClick={() => onRetry()}>{words.again}</Button>}
    </div>
  )
}

export function Bones({ lines = 4 }: { readonly lines?: number }) {
  const words = useWords(WORDS)
  return (
    <div className={css.bones} role="status" aria-label={words.loading}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={index} className={css.bone} />
      ))}
    </div>
  )
}
