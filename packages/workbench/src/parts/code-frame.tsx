/** Some lines of a file around the one that is meant, as the server sent them; its column is marked. */
import type { WireFrame } from 'motia/workbench/wire/app'
import { markColumn } from '../model/errors/code-frame.ts'
import css from './code-frame.module.css'

export function CodeFrame({
  frame,
  isNamed = true,
}: {
  readonly frame: WireFrame
  /** With its place above; not where it was just said. */
  readonly isNamed?: boolean
}) {
  const place = `${frame.file}:${frame.line}${frame.column === undefined ? '' : `:${frame.column}`}`
  return (
    <figure className={css.frame} aria-label={place}>
      {isNamed && <figcaption className={css.place}>{place}</figcaption>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reached to be scrolled by keys */}
      <pre className={css.lines} tabIndex={0}>
        {frame.lines.map(({ number, text }) => (
          <span key={number} className={number === frame.line ? css.meant : undefined}>
            <span className={css.number}>{number}</span>
            <code>{number === frame.line ? <Meant text={text} column={frame.column} /> : text || ' '}</code>
          </span>
        ))}
      </pre>
    </figure>
  )
}

function Meant({ text, column }: { readonly text: string; readonly column: number | undefined }) {
  const marked = markColumn(text, column)
  if (!marked) return text || ' '
  const [before, meant, after] = marked
  return (
    <>
      {before}
      <mark className={css.column}>{meant}</mark>
      {after}
    </>
  )
}
