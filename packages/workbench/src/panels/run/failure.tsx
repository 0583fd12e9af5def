/** Why a run or an attempt failed: what was said, where in the project, and the way there. */
import type { Failure } from '@motia/core/failure'
import type { WireFrame } from 'motia/workbench/wire/app'
import { Badge } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { CodeFrame } from '../../parts/code-frame.tsx'
import { StackView } from '../../parts/stack-view.tsx'
import { useWords } from '../../words/words.ts'
import css from './failure.module.css'
import { RUN_WORDS } from './words.ts'

export function FailureCard({
  failure,
  frames,
  isRefusal,
}: {
  readonly failure: Failure
  readonly frames: readonly WireFrame[]
  /** A request was answered with 4xx: nobody's step failed. */
  readonly isRefusal: boolean
}) {
  const words = useWords(RUN_WORDS)
  return (
    <Card
      title={isRefusal ? words.refusal : words.failure}
      aside={failure.code && <Badge mood={isRefusal ? 'warn' : 'bad'}>{failure.code}</Badge>}
    >
      <FailureText failure={failure} frames={frames} />
    </Card>
  )
}

export function FailureText({
  failure: { name, message, issues = [], stack },
  frames = [],
}: {
  readonly failure: Failure
  readonly frames?: readonly WireFrame[]
}) {
  const words = useWords(RUN_WORDS)
  return (
    <div className={css.failure}>
      <p className={css.message}>
        <strong>{name}</strong>
        <span>{message}</span>
      </p>
      {issues.length > 0 && (
        <ul className={css.issues} aria-label={words.issues}>
          {issues.map(({ in: where, path, message: text }) => (
            <li key={`${where} ${path} ${text}`}>
              <code>{[where, path].filter(Boolean).join('.')}</code> {text}
            </li>
          ))}
        </ul>
      )}
      {frames.map((frame) => (
        <CodeFrame key={`${frame.file}:${frame.line}`} frame={frame} />
      ))}
      {stack && <StackView stack={stack} />}
    </div>
  )
}
