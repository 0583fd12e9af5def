/** Why the project, or a part of it, does not run: what ended the app and what has to be corrected. Goes when mended. */
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { WireProblems } from 'motia/workbench/wire/app'
import { deathsQuery, problemsQuery } from '../../api/queries.ts'
import { type Standing, toDeaths, toStanding } from '../../model/errors/problems.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Page } from '../../parts/card.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useNow } from '../../parts/time.tsx'
import { useWords } from '../../words/words.ts'
import { Crash } from './crash.tsx'
import { DeathList } from './death-list.tsx'
import { Mistake } from './mistake.tsx'
import css from './problems.module.css'
import { WORDS } from './words.ts'

export function ProblemsPanel() {
  const words = useWords(WORDS)
  const query = useQuery(problemsQuery())
  return (
    <Page title={words.title}>
      <Loaded query={query}>{(problems) => <Content problems={problems} />}</Loaded>
    </Page>
  )
}

function Content({ problems }: { readonly problems: WireProblems }) {
  const words = useWords(WORDS)
  const { app, mistakes, crash } = problems
  const { data: notices = [] } = useQuery(deathsQuery())
  const deaths = toDeaths(notices, useNow())
  const standing = toStanding(problems, deaths)
  const isUp = app.state === 'ready'
  // The crash says it below.
  const detail = isUp || app.detail === crash?.cause ? undefined : app.detail
  const isUnexplained = standing === 'down' && mistakes.length === 0 && !crash
  return (
    <div className={css.column}>
      <Head standing={standing} count={mistakes.length} detail={detail} />
      {isUnexplained && <p className={css.quiet}>{words.noReason}</p>}
      {!isUp && crash && <Crash crash={crash} />}
      <DeathList deaths={deaths} />
      {mistakes.length > 0 && (
        <section className={css.list} aria-label={words.mistakes}>
          {mistakes.map((mistake) => (
            <Mistake
              key={`${mistake.file} ${mistake.line} ${mistake.column} ${mistake.message}`}
              mistake={mistake}
            />
          ))}
        </section>
      )}
    </div>
  )
}

const ICONS = {
  well: CircleCheck,
  partly: TriangleAlert,
  failing: CircleX,
  starting: LoaderCircle,
  down: CircleX,
} as const

function Head({
  standing,
  count,
  detail,
}: {
  readonly standing: Standing
  readonly count: number
  readonly detail: string | undefined
}) {
  const words = useWords(WORDS)
  const Icon = ICONS[standing]
  const title = standing === 'partly' ? words.partly(count) : words[standing]
  const text = {
    well: words.wellText,
    partly: words.partlyText,
    failing: words.failingText,
    starting: words.startingText,
    down: words.downText,
  }[standing]
  return (
    <div className={css.head} data-standing={standing} role="status">
      <Icon aria-hidden="true" />
      <div>
        <h2>{title}</h2>
        {detail && <p className={css.detail}>{detail}</p>}
        <p className={css.text}>{text}</p>
      </div>
      {standing === 'well' && <ButtonLink to="/">{words.overview}</ButtonLink>}
    </div>
  )
}
