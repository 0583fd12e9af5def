/** Log lines of all steps, live: a search in the address, the newest at the bottom, as a terminal has them. */
import { getRouteApi } from '@tanstack/react-router'
import { ArrowDown } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { type LogTailControl, useLogTail } from '../../api/log-tail.ts'
import { withWords } from '../../model/logs/log-fields.ts'
import { toLogQuery } from '../../model/logs/log-filter.ts'
import type { LogsSearch } from '../../model/page/search.ts'
import { Page } from '../../parts/card.tsx'
import { Segments } from '../../parts/field.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { LogLine } from '../../parts/log-line.tsx'
import { type ListControls, type ListEdges, VirtualList } from '../../parts/virtual-list.tsx'
import { useWords } from '../../words/words.ts'
import { LogFilters } from './filters.tsx'
import { Begin, NoLines } from './no-lines.tsx'
import css from './panel.module.css'
import { LOGS_WORDS } from './words.ts'

const route = getRouteApi('/logs')

/** Estimated; lines are as high as their text. */
const LINE_PX = 22
const HEAD_PX = 30

export function LogsPanel() {
  const words = useWords(LOGS_WORDS)
  const search = route.useSearch()
  const [isLive, setLive] = useState(true)
  const control = useLogTail(toLogQuery(search), isLive)
  const { tail, isEarlierFilter, error, restart } = control
  return (
    <Page
      title={words.title}
      isFixed
      aside={
        <>
          {tail && !isEarlierFilter && (
            <span className={css.count} role="status">
              {words.lines(tail.lines.length, tail.before !== undefined)}
            </span>
          )}
          <Segments
            label={words.state}
            value={isLive ? 'live' : 'paused'}
            options={(['live', 'paused'] as const).map((value) => ({ value, label: words[value] }))}
            onChange={(value) => setLive(value === 'live')}
          />
        </>
      }
    >
      <LogFilters />
      <section className={css.box} aria-busy={isEarlierFilter} data-earlier={isEarlierFilter || undefined}>
        {error && <Problem error={error} onRetry={restart} />}
        {tail && tail.lines.length > 0 && <Lines control={control} isLive={isLive} setLive={setLive} />}
        {tail?.lines.length === 0 && !error && <NoLines control={control} />}
        {!tail && !error && <Bones lines={14} />}
      </section>
    </Page>
  )
}

function Lines({
  control,
  isLive,
  setLive,
}: {
  readonly control: LogTailControl
  readonly isLive: boolean
  readonly setLive: (isLive: boolean) => void
}) {
  const words = useWords(LOGS_WORDS)
  const search = route.useSearch()
  const list = useRef<ListControls>(null)
  const [open, toggle] = useOpenLines(() => setLive(false))
  const hasOpen = open.size > 0
  const onWords = useAddWords()
  const { tail, readEarlier, isBehind, restart } = control
  const onEdges = useCallback(
    ({ isAtEnd, isBack }: ListEdges) => {
      // What one has unfolded to read stays where it is.
      if (isAtEnd && !hasOpen) setLive(true)
      else if (isBack) setLive(false)
    },
    [setLive, hasOpen],
  )
  if (!tail) return null
  const toLatest = () => {
    if (tail.isCut) restart()
    setLive(true)
    list.current?.toEnd()
  }
  return (
    <>
      <VirtualList
        label={words.title}
        rows={tail.lines}
        keyOf={({ id }) => id}
        row={(line) => (
          <LogLine
            line={line}
            isOpen={open.has(line.id)}
            onToggle={toggle}
            onWords={onWords}
            hasLinks={search.run === undefined}
          />
        )}
        rowHeight={LINE_PX}
        followsEnd={isLive}
        // A search that finds little would look through everything by itself.
        onStart={search.text === undefined ? readEarlier : undefined}
        anchorsEnd
        onEdges={onEdges}
        controls={list}
        head={{
          height: HEAD_PX,
          scrolls: true,
          content: <Begin control={control} isSearch={search.text !== undefined} />,
        }}
      />
      {!isLive && (
        <button type="button" className={css.latest} onClick={toLatest}>
          <ArrowDown aria-hidden="true" />
          {isBehind ? words.newLines : words.latest}
        </button>
      )}
    </>
  )
}

/** Lines that are unfolded; `onOpen`: one was, and should not run away. */
function useOpenLines(onOpen: () => void) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const latest = useRef(onOpen)
  latest.current = onOpen
  const toggle = useCallback((id: number) => {
    latest.current()
    setOpen((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  return [open, toggle] as const
}

/** Narrows the search by words more. */
function useAddWords() {
  const navigate = route.useNavigate()
  return useCallback(
    (found: string) =>
      void navigate({ search: (search: LogsSearch) => ({ ...search, text: withWords(search.text, found) }) }),
    [navigate],
  )
}
