/** Code to read or JSON to write: CodeMirror, loaded when it is first needed (code-mirror.ts). */
import { useEffect, useRef, useState } from 'react'
import css from './code-editor.module.css'
import type { CodeLanguage, Editor } from './code-mirror.ts'

export interface CodeEditorProps {
  /** What it holds, for screen readers. */
  readonly label: string
  readonly text: string
  readonly language: CodeLanguage
  /** To write; without, it is only read. */
  readonly onChange?: (text: string) => void
  /** Marked and scrolled to; 1 is the first. */
  readonly line?: number | undefined
  readonly id?: string
}

export function CodeEditor({ label, text, language, onChange, line, id }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor>(undefined)
  const changed = useRef(onChange)
  changed.current = onChange
  const latest = useRef({ text, line })
  latest.current = { text, line }
  const isReadOnly = onChange === undefined
  const [isThere, setThere] = useState(false)

  useEffect(() => {
    let isGone = false
    void import('./code-mirror.ts').then(({ createEditor }) => {
      if (isGone || !place.current) return
      editor.current = createEditor(place.current, {
        label,
        language,
        isReadOnly,
        ...latest.current,
        changed: (next) => changed.current?.(next),
      })
      setThere(true)
      if (!isReadOnly && waitsForFocus(place.current)) editor.current.focus()
    })
    return () => {
      isGone = true
      editor.current?.destroy()
      editor.current = undefined
    }
  }, [label, language, isReadOnly])

  useEffect(() => editor.current?.show(text, line), [text, line])

  return (
    <div className={css.editor} data-editor data-readonly={isReadOnly || undefined} id={id}>
      <div ref={place} />
      {!isThere && <pre className={css.before}>{text}</pre>}
    </div>
  )
}

/** The dialog around it opened before the editor had come, and holds the focus for it. */
function waitsForFocus(editor: HTMLElement): boolean {
  const { activeElement } = document
  return activeElement?.getAttribute('role') === 'dialog' && activeElement.contains(editor)
}
