/** What fails: kinds of failure, those of the last minutes first, each leading to its page. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import type { WireErrorGroup } from 'motia/workbench/wire/errors'
import type { WireWindow } from 'motia/workbench/wire/metrics'
import { errorsQuery } from '../../api/queries.ts'
import { isRecent } from '../../model/errors/errors.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Ago, useNow } from '../../parts/time.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './overview.module.css'
import { WORDS } from './words.ts'

const SHOWN = 6

export function Failing({ window }: { readonly window: WireWindow }) {
  const words = useWords(WORDS)
  const query = useQuery(errorsQuery(window, undefined, SHOWN))
  const now = useNow()
  const groups = query.data?.groups ?? []
  const isNow = groups.some((group) => isRecent(group, now))
  const all = (
    <ButtonLink tone="ghost" to="/errors" search={{ window }}>
      {words.failingAll}
    </ButtonLink>
  )
  const isEarlier = groups.length > 0 && !isNow
  return (
    <Card title={isEarlier ? words.failingEarlier : words.failing} aside={groups.length > 0 && all} isFlush>
      <Loaded query={query}>
        {({ groups: found }) =>
          found.length === 0 ? (
            <Empty icon={<CircleCheck aria-hidden="true" />} title={words.failingNone}>
              {words.failingNoneText}
            </Empty>
          ) : (
            <ul className={css.failing}>
              {found.map((group) => (
                <Row key={group.fingerprint} group={group} window={window} isNow={isRecent(group, now)} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

function Row({
  group,
  window,
  isNow,
}: {
  readonly group: WireErrorGroup
  readonly window: WireWindow
  readonly isNow: boolean
}) {
  const words = useWords(WORDS)
  const { fingerprint, stepId, failure, count, final, lastAt } = group
  const health = !isNow ? 'idle' : final > 0 ? 'failing' : 'ailing'
  return (
    <li>
      <Link to="/errors/$fingerprint" params={{ fingerprint }} search={{ window }} className={css.failure}>
        <span className={css.failureHead}>
          <i className={css.dot} data-health={health} title={isNow ? words.now : undefined} />
          <b>{stepId}</b>
          <span className={css.failureAside}>
            {words.failingTimes(count, toCount(count))}
            {final === 0 && ` (${words.retriedAll})`} · <Ago at={lastAt} />
          </span>
        </span>
        <span className={css.failureText}>
          {failure.name}: {failure.message}
        </span>
      </Link>
    </li>
  )
}
