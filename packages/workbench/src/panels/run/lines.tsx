/** The lines that a run wrote, the latest of them; all of them are in Logs. */
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { LogsSearch } from '../../model/page/search.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { LogLine, type LogRecord } from '../../parts/log-line.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RUN_WORDS } from './words.ts'

const MAX_LINES = 200

export function RunLines({
  lines,
  search,
  hasLinks = false,
}: {
  readonly lines: readonly LogRecord[]
  /** Finds the same lines in Logs. */
  readonly search: LogsSearch
  /** They are of several runs. */
  readonly hasLinks?: boolean
}) {
  const words = useWords(RUN_WORDS)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback(
    (id: number) => setOpen((before) => (before.has(id) ? without(before, id) : new Set([...before, id]))),
    [],
  )
  const left = lines.length - MAX_LINES
  return (
    <Card
      title={words.logs}
      isFlush={lines.length > 0}
      aside={
        lines.length > 0 && (
          <ButtonLink tone="ghost" to="/logs" search={search}>
            {words.allLogs}
          </ButtonLink>
        )
      }
    >
      {lines.length === 0 && <p className={css.nothing}>{words.noLogs}</p>}
      {lines.length > 0 && (
        <div className={css.lines}>
          {left > 0 && (
            <p className={css.more}>
              <Link to="/logs" search={search}>
                {words.moreLogs(left)}
              </Link>
            </p>
          )}
          {lines.slice(-MAX_LINES).map((line) => (
            <LogLine
              key={line.id}
              line={line}
              isOpen={open.has(line.id)}
              onToggle={toggle}
              hasLinks={hasLinks}
            />
          ))}
        </div>
      )}
    </Card>
  )
}

function without(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return new Set([...set].filter((each) => each !== id))
}
