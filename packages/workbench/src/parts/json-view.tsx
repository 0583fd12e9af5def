/** A JSON value to read: folded where it is deep, coloured, copied as it is. Long ones are cut, and say so. */
import { useState } from 'react'
import { toCount } from '../words/format.ts'
import { defineWords, useWords } from '../words/words.ts'
import { CopyButton } from './copy-button.tsx'
import css from './json-view.module.css'

const WORDS = defineWords({
  en: { more: (left: number) => `${toCount(left)} more`, items: (n: number) => `${toCount(n)} items` },
  ko: { more: (left: number) => `${toCount(left)}개 더 보기`, items: (n: number) => `${toCount(n)}개` },
})

/** Children of one value shown at a time. */
const STEP = 100
/** Deeper values begin folded. */
const OPEN_DEPTH = 3

export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reached to be scrolled by keys
    <section className={css.view} aria-label={label} tabIndex={0}>
      <div className={css.copy}>
        <CopyButton text={() => JSON.stringify(value, null, 2) ?? ''} isSmall />
      </div>
      <Value value={value} depth={0} />
    </section>
  )
}

function Value({ value, depth }: { readonly value: unknown; readonly depth: number }) {
  if (typeof value === 'object' && value !== null) return <Composite value={value} depth={depth} />
  if (typeof value === 'string') return <span className={css.string}>{JSON.stringify(value)}</span>
  return <span className={css.literal}>{String(value)}</span>
}

function Composite({ value, depth }: { readonly value: object; readonly depth: number }) {
  const words = useWords(WORDS)
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH)
  const [shown, setShown] = useState(STEP)
  const isArray = Array.isArray(value)
  const entries = Object.entries(value)
  const [begin, end] = isArray ? '[]' : '{}'
  if (entries.length === 0) return <span className={css.mark}>{begin + (end as string)}</span>
  return (
    <>
      <button type="button" className={css.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {begin}
        {!isOpen && (
          <>
            <span className={css.count}>{words.items(entries.length)}</span>
            {end}
          </>
        )}
      </button>
      {isOpen && (
        <>
          <ul className={css.children}>
            {entries.slice(0, shown).map(([key, child]) => (
              <li key={key}>
                {!isArray && <span className={css.key}>{key}: </span>}
                <Value value={child} depth={depth + 1} />
              </li>
            ))}
            {entries.length > shown && (
              <li>
                <button type="button" className={css.more} onClick={() => setShown(shown + STEP)}>
                  {words.more(entries.length - shown)}
                </button>
              </li>
            )}
          </ul>
          <span className={css.mark}>{end}</span>
        </>
      )}
    </>
  )
}
