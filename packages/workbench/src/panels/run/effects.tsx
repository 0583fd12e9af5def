/** What a run's commits did beside its outcome: writes to state, with the way there, and triggers with their runs. */
import { Link } from '@tanstack/react-router'
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { toEffects } from '../../model/runs/run-effects.ts'
import { Card } from '../../parts/card.tsx'
import { RunLink } from '../../parts/links.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RUN_WORDS } from './words.ts'

export function Effects({ detail }: { readonly detail: WireRunDetail }) {
  const words = useWords(RUN_WORDS)
  const { writes, triggers, more } = toEffects(detail)
  const isEmpty = writes.length === 0 && triggers.length === 0
  return (
    <Card title={words.effects} isFlush={!isEmpty}>
      {isEmpty && <p className={css.nothing}>{words.noEffects}</p>}
      {!isEmpty && (
        <ul className={css.effects}>
          {writes.map(({ op, group, key, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a commit keeps its order
            <li key={index} className={css.effect}>
              <span className={css.op}>{op in words ? words[op] : op}</span>
              <Link to="/state" search={{ group, key }} className={css.cut}>
                {key === undefined ? group : `${group} / ${key}`}
              </Link>
              <code className={css.value}>{value}</code>
            </li>
          ))}
          {triggers.map(({ target, runIds }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a commit keeps its order
            <li key={index} className={css.effect}>
              <span className={css.op}>{words.triggered}</span>
              <span className={css.cut}>{target}</span>
              <span className={css.value}>
                {runIds.length === 0 && <span className={css.nowhere}>{words.nowhere}</span>}
                {runIds.map((id) => (
                  <span key={id}>
                    <RunLink id={id} />{' '}
                  </span>
                ))}
              </span>
            </li>
          ))}
          {more > 0 && <li className={css.more}>{words.effectsMore(more)}</li>}
        </ul>
      )}
    </Card>
  )
}
