/** One key: what stands where none is chosen, while it loads, or where it is gone; else its value (editor.tsx). */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ApiError } from '../../api/client.ts'
import { stateItemQuery } from '../../api/queries.ts'
import { Empty } from '../../parts/empty.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import { StateEditor } from './editor.tsx'
import css from './panel.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/state')

export function StateItem({
  group,
  stateKey,
}: {
  readonly group: string | undefined
  readonly stateKey: string | undefined
}) {
  const words = useWords(WORDS)
  if (group === undefined || stateKey === undefined) {
    return (
      <Frame>
        <Empty title={words.choose} />
      </Frame>
    )
  }
  return (
    <Frame group={group} title={stateKey}>
      <Known group={group} stateKey={stateKey} />
    </Frame>
  )
}

function Known({ group, stateKey }: { readonly group: string; readonly stateKey: string }) {
  const words = useWords(WORDS)
  const { data, error, refetch } = useQuery(stateItemQuery(group, stateKey))
  const isGone = isMissing(error)
  if (data) return <StateEditor group={group} item={data} isGone={isGone} />
  if (isGone) return <Empty title={words.gone}>{words.goneHint}</Empty>
  return error ? <Problem error={error} onRetry={refetch} /> : <Bones lines={6} />
}

function isMissing(error: Error | null): boolean {
  return (error as ApiError | null)?.status === 404
}

function Frame({
  group,
  title,
  children,
}: {
  readonly group?: string
  readonly title?: string
  readonly children: ReactNode
}) {
  const words = useWords(WORDS)
  const { text } = route.useSearch()
  return (
    <section className={css.frame} aria-label={title ?? words.value}>
      {group !== undefined && (
        <Link to="/state" search={{ group, text }} className={css.back}>
          <ArrowLeft aria-hidden="true" />
          {words.backToKeys}
        </Link>
      )}
      {children}
    </section>
  )
}
