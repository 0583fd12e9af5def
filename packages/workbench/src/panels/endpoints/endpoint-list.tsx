/** The list of endpoints, and a search in it. */
import { Link } from '@tanstack/react-router'
import type { WireEndpoints } from 'motia/workbench/wire/endpoints'
import { useState } from 'react'
import { findEndpoints } from '../../model/endpoints/endpoint.ts'
import { MethodBadge } from '../../parts/badge.tsx'
import { Empty } from '../../parts/empty.tsx'
import { SearchInput } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import css from './endpoint-list.module.css'
import { Path } from './path.tsx'
import { WORDS } from './words.ts'

export function EndpointList({
  endpoints,
  chosen,
}: {
  readonly endpoints: WireEndpoints
  readonly chosen: string | undefined
}) {
  const words = useWords(WORDS)
  const [text, setText] = useState('')
  const found = findEndpoints(endpoints, text)
  return (
    <nav className={css.list} aria-label={words.list}>
      <div className={css.search}>
        <SearchInput label={words.search} value={text} onChange={setText} pauseMs={0} />
      </div>
      {found.length === 0 && <Empty title={words.noMatch}>{words.noMatchHint}</Empty>}
      <ul className={css.rows}>
        {found.map(({ stepId, method, path }) => (
          <li key={stepId}>
            <Link
              to="/endpoints"
              search={{ step: stepId }}
              className={css.row}
              aria-current={stepId === chosen ? 'true' : undefined}
            >
              <MethodBadge method={method} />
              <span className={css.texts}>
                <Path path={path} />
                <span className={css.step}>{stepId}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
