/** Workers and apps that ended by themselves in the last minutes: what they said before stands in the logs. */
import type { Deaths } from '../../model/errors/problems.ts'
import { toLanguageName } from '../../parts/badge.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { Ago } from '../../parts/time.tsx'
import { useWords } from '../../words/words.ts'
import css from './problems.module.css'
import { WORDS } from './words.ts'

export function DeathList({ deaths }: { readonly deaths: readonly Deaths[] }) {
  const words = useWords(WORDS)
  if (deaths.length === 0) return null
  return (
    <section className={css.problem} aria-label={words.deaths}>
      <header className={css.where}>
        <b>{words.deaths}</b>
        <ButtonLink tone="ghost" to="/logs" search={{ level: 'error' }}>
          {words.logs}
        </ButtonLink>
      </header>
      <ul className={css.deaths}>
        {deaths.map(({ language, cause, count, lastAt }) => (
          <li key={`${language} ${cause}`}>
            <span className={css.died}>{language ? words.worker(toLanguageName(language)) : words.app}</span>
            <span className={css.cause}>{cause}</span>
            <span className={css.step}>
              {words.times(count)} · <Ago at={lastAt} />
            </span>
          </li>
        ))}
      </ul>
      <p className={css.quiet}>{words.deathsText}</p>
    </section>
  )
}
