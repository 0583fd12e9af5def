/** One kind of error: what it says, where it arises, how often, which runs it befell, and the way to try them again. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ArrowLeft, ScrollText, Waypoints } from 'lucide-react'
import type { WireErrorDetail } from 'motia/workbench/wire/errors'
import { ApiError } from '../../api/client.ts'
import { errorQuery } from '../../api/queries.ts'
import { ERRORS_WINDOW } from '../../model/page/search.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { StepLink } from '../../parts/links.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { WindowPicker } from '../../parts/window-picker.tsx'
import { useWords } from '../../words/words.ts'
import { AffectedRuns } from './affected-runs.tsx'
import { ErrorFigures } from './error-figures.tsx'
import css from './error-panel.module.css'
import { FailureCards } from './failure-cards.tsx'
import { WORDS } from './words.ts'

const route = getRouteApi('/errors/$fingerprint')

export function ErrorPanel() {
  const words = useWords(WORDS)
  const { fingerprint } = route.useParams()
  const { window = ERRORS_WINDOW } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(errorQuery(fingerprint, window))
  // What was shown for another kind of error is no stand-in for this one.
  const data = query.data?.fingerprint === fingerprint ? query.data : undefined
  const isGone = query.error instanceof ApiError && query.error.status === 404
  const aside = (
    <>
      <ButtonLink tone="ghost" icon={<ArrowLeft aria-hidden="true" />} to="/errors" search={{ window }}>
        {words.back}
      </ButtonLink>
      <WindowPicker
        value={window}
        onChange={(next) => void navigate({ search: (old) => ({ ...old, window: next }), replace: true })}
      />
    </>
  )
  const title = data ? <span className={css.name}>{data.failure.name}</span> : words.title
  return (
    <Page title={title} lead={data && <StepLink id={data.stepId} />} aside={aside}>
      {isGone ? (
        <Empty title={words.none}>
          {window !== '7d' && (
            <ButtonLink to="/errors/$fingerprint" params={{ fingerprint }} search={{ window: '7d' }}>
              {words.longer}
            </ButtonLink>
          )}
        </Empty>
      ) : (
        <Loaded query={{ ...query, data }}>{(detail) => <Content detail={detail} />}</Loaded>
      )}
    </Page>
  )
}

function Content({ detail }: { readonly detail: WireErrorDetail }) {
  const words = useWords(WORDS)
  const { failure, stepId, lastTraceId } = detail
  return (
    <>
      <div className={css.saying}>
        <p className={css.message}>{failure.message}</p>
        <div className={css.facts}>
          {failure.code && (
            <span>
              {words.code} <code>{failure.code}</code>
            </span>
          )}
          {failure.http && (
            <span>
              {words.answer} <code>{failure.http.status}</code>
            </span>
          )}
          <ButtonLink
            icon={<ScrollText aria-hidden="true" />}
            to="/logs"
            search={{ step: stepId, level: 'error' }}
          >
            {words.logs}
          </ButtonLink>
          <ButtonLink icon={<Waypoints aria-hidden="true" />} to="/traces/$id" params={{ id: lastTraceId }}>
            {words.lastTrace}
          </ButtonLink>
        </div>
      </div>
      <ErrorFigures detail={detail} />
      <FailureCards failure={failure} frames={detail.frames} />
      <AffectedRuns runs={detail.runs} />
    </>
  )
}
