/** Names with values, as many as one likes: headers, and query that no schema knows of. */
import { Plus, X } from 'lucide-react'
import type { Pair } from '../../model/endpoints/try-request.ts'
import { Button } from '../../parts/button.tsx'
import { Input } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import css from './try-it.module.css'
import { WORDS } from './words.ts'

export function Pairs({
  title,
  pairs,
  onChange,
}: {
  readonly title: string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
}) {
  const words = useWords(WORDS)
  const set = (index: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)))
  return (
    <section className={css.pairs} aria-label={title}>
      <header className={css.pairsHead}>
        <h3>{title}</h3>
        <Button
          tone="ghost"
          icon={<Plus aria-hidden="true" />}
          label={words.addPair(title)}
          onClick={() => onChange([...pairs, { name: '', value: '' }])}
        />
      </header>
      {pairs.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place
        <div key={index} className={css.pair}>
          <Input
            aria-label={`${title}: ${words.pairName} ${index + 1}`}
            placeholder={words.pairName}
            value={name}
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => set(index, { name: target.value })}
          />
          <Input
            aria-label={`${title}: ${words.pairValue} ${index + 1}`}
            placeholder={words.pairValue}
            value={value}
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => set(index, { value: target.value })}
          />
          <Button
            tone="ghost"
            icon={<X aria-hidden="true" />}
            label={words.removePair(name || String(index + 1))}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          />
        </div>
      ))}
    </section>
  )
}
