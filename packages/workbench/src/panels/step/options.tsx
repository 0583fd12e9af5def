/** The options that the step was written with. */
import type { WireStep } from 'motia/workbench/wire/steps'
import { type OptionValue, toOptionRows } from '../../model/steps/step-options.ts'
import { Card } from '../../parts/card.tsx'
import { toBytes, toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

export function Options({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const rows = toOptionRows(step.options)
  return (
    <Card title={words.options}>
      {rows.length === 0 ? (
        <p className={css.quiet}>{words.noOptions}</p>
      ) : (
        <dl className={css.options}>
          {rows.map(({ name, value }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{toText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

function toText(value: OptionValue): string {
  if (value.kind === 'duration') return toDuration(value.ms)
  return value.kind === 'bytes' ? toBytes(value.bytes) : value.text
}
