/** Something that the project's author has to correct: where, what, and how. */
import { Lightbulb } from 'lucide-react'
import type { WireMistake } from 'motia/workbench/wire/app'
import { toMistakeKind } from '../../model/errors/mistake-kind.ts'
import { toPlace } from '../../model/errors/problems.ts'
import { Badge } from '../../parts/badge.tsx'
import { CodeFrame } from '../../parts/code-frame.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { useWords } from '../../words/words.ts'
import css from './problems.module.css'
import { WORDS } from './words.ts'

export function Mistake({ mistake }: { readonly mistake: WireMistake }) {
  const words = useWords(WORDS)
  const place = toPlace(mistake)
  return (
    <article className={css.problem}>
      <header className={css.where}>
        <span className={css.place}>
          <Badge mood="warn">{words[toMistakeKind(mistake)]}</Badge>
          {place && <code>{place}</code>}
        </span>
        {mistake.stepId && <span className={css.step}>{mistake.stepId}</span>}
        {place && <CopyButton text={place} label={words.copyPlace} isSmall />}
      </header>
      {/* As the terminal says it. */}
      <p className={css.message} lang="en">
        {mistake.message}
      </p>
      {mistake.hint && <Hint text={mistake.hint} />}
      {mistake.frame && <CodeFrame frame={mistake.frame} isNamed={false} />}
    </article>
  )
}

function Hint({ text }: { readonly text: string }) {
  const words = useWords(WORDS)
  return (
    <p className={css.hint}>
      <Lightbulb role="img" aria-label={words.hint} />
      <span lang="en">{text}</span>
    </p>
  )
}
