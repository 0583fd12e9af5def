/** What a run was given and what it gave, beside each other. */
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { type RunFactsShown, toShownResult } from '../../model/runs/run-facts.ts'
import { Badge } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { Hint } from '../../parts/hint.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RUN_WORDS } from './words.ts'

export function Values({
  detail: { run },
  facts,
}: {
  readonly detail: WireRunDetail
  readonly facts: RunFactsShown
}) {
  const words = useWords(RUN_WORDS)
  const hasResult = run?.status === 'succeeded'
  const nothing = facts.isEnded ? words.noResultFailed : words.noResult
  const altered = run?.isAltered && (
    <Hint text={words.alteredWhy}>
      <button type="button" className={css.altered}>
        <Badge mood="warn">{words.altered}</Badge>
      </button>
    </Hint>
  )
  return (
    <>
      <Card title={words.input} aside={altered}>
        {run ? (
          <JsonView value={run.input} label={words.input} />
        ) : (
          <p className={css.nothing}>{words.noInput}</p>
        )}
      </Card>
      {run && (
        <Card title={words.result}>
          {hasResult ? (
            <JsonView value={facts.request ? toShownResult(run.result) : run.result} label={words.result} />
          ) : (
            <p className={css.nothing}>{nothing}</p>
          )}
        </Card>
      )}
    </>
  )
}
