/** What the lines of the graph mean. */
import { useWords } from '../../words/words.ts'
import css from './edges.module.css'
import { WORDS } from './words.ts'

export function Legend() {
  const words = useWords(WORDS)
  return (
    <ul className={css.legend} aria-label={words.legend}>
      {(['observed', 'declared', 'scanned'] as const).map((known) => (
        <li key={known}>
          <svg className={css[known]} viewBox="0 0 26 8" aria-hidden="true">
            <path className={css.line} d="M1 4H25" strokeWidth={known === 'observed' ? 2.4 : 1.4} />
          </svg>
          {words[known]}
        </li>
      ))}
    </ul>
  )
}
