/** What ended the app, or kept it from starting: the failure, the lines of the project that it came from, the stack. */
import type { WireCrash } from 'motia/workbench/wire/app'
import { CodeFrame } from '../../parts/code-frame.tsx'
import { StackView } from '../../parts/stack-view.tsx'
import { Ago } from '../../parts/time.tsx'
import { useWords } from '../../words/words.ts'
import css from './problems.module.css'
import { WORDS } from './words.ts'

export function Crash({ crash: { at, cause, failure, frames } }: { readonly crash: WireCrash }) {
  const words = useWords(WORDS)
  const [first, ...callers] = frames
  return (
    <article className={css.problem}>
      <header className={css.where}>
        <b>{words.crash}</b>
        <span className={css.step}>
          <Ago at={at} />
        </span>
      </header>
      <p className={css.message}>{failure ? `${failure.name}: ${failure.message}` : cause}</p>
      <p className={css.quiet}>{failure ? cause : words.noReason}</p>
      {first && <CodeFrame frame={first} />}
      {callers.map((frame) => (
        <details key={`${frame.file}:${frame.line}`} className={css.fold}>
          <summary>{words.calledFrom(`${frame.file}:${frame.line}`)}</summary>
          <CodeFrame frame={frame} />
        </details>
      ))}
      {failure?.stack && (
        <details className={css.fold} open={frames.length === 0}>
          <summary>{words.stack}</summary>
          <StackView stack={failure.stack} />
        </details>
      )}
    </article>
  )
}
