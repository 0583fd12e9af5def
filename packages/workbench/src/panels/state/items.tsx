/** The keys of a group, with a glance at their values; loads more as one scrolls. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { WireStateItem } from 'motia/workbench/wire/state'
import { useCallback, useMemo } from 'react'
import { stateItemsQuery } from '../../api/queries.ts'
import { Empty } from '../../parts/empty.tsx'
import { SearchInput } from '../../parts/field.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { toBytes } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/state')

/** Height in panel.module.css. */
const ROW_PX = 48

export function Items({ group }: { readonly group: string }) {
  const words = useWords(WORDS)
  const { text, key: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(stateItemsQuery(group, text))
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items), [data])
  const onEnd = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [isFetchingNextPage, fetchNextPage])
  const setText = useCallback(
    (next: string) =>
      void navigate({ search: (before) => ({ ...before, group, text: next || undefined }), replace: true }),
    [navigate, group],
  )
  return (
    <div className={css.items}>
      <Link to="/state" className={css.back}>
        <ArrowLeft aria-hidden="true" />
        {words.backToGroups}
      </Link>
      <div className={css.search}>
        <SearchInput label={words.search} value={text ?? ''} onChange={setText} />
      </div>
      {rows && rows.length > 0 && (
        <VirtualList
          label={words.items(group)}
          rows={rows}
          keyOf={({ key }) => key}
          row={(item) => <Row item={item} group={group} text={text} isChosen={item.key === chosen} />}
          rowHeight={ROW_PX}
          isEven
          hasKeys
          onEnd={hasNextPage ? onEnd : undefined}
          foot={isFetchingNextPage && <p className={css.more}>{words.more}</p>}
        />
      )}
      {rows?.length === 0 && (
        <Empty title={text ? words.noMatch : words.emptyGroup}>
          {text ? words.noMatchHint : words.emptyGroupHint}
        </Empty>
      )}
      {!rows && (error ? <Problem error={error} onRetry={refetch} /> : <Bones lines={8} />)}
    </div>
  )
}

function Row({
  item: { key, bytes, value },
  group,
  text,
  isChosen,
}: {
  readonly item: WireStateItem
  readonly group: string
  readonly text: string | undefined
  readonly isChosen: boolean
}) {
  return (
    <Link
      to="/state"
      search={{ group, key, text }}
      className={css.item}
      aria-current={isChosen ? 'true' : undefined}
    >
      <span className={css.itemHead}>
        <code className={css.key}>{key}</code>
        <span className={css.count}>{toBytes(bytes)}</span>
      </span>
      <code className={css.glance}>{JSON.stringify(value)?.slice(0, 200)}</code>
    </Link>
  )
}
