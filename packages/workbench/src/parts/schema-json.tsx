/** A part of a schema's form that is written as JSON, because that is wanted or nothing better is known. */
import { useContext, useState } from 'react'
import { parseJson, toPretty } from '../model/json.ts'
import { toEditorText } from '../model/schema/schema-draft.ts'
import { useWords } from '../words/words.ts'
import { CodeEditor } from './code-editor.tsx'
import { SchemaContext } from './schema-context.ts'
import css from './schema-form.module.css'
import { SCHEMA_WORDS } from './schema-words.ts'

export function JsonPart({
  path,
  label,
  value,
  onChange,
}: {
  readonly path: string
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}) {
  const words = useWords(SCHEMA_WORDS)
  const { broken, setBroken } = useContext(SchemaContext)
  const [typed, setTyped] = useState(() => broken[path] ?? toPretty(value))
  const isBroken = path in broken
  const change = (text: string) => {
    setTyped(text)
    const parsed = parseJson(text)
    setBroken(path, parsed.ok ? undefined : text)
    if (parsed.ok) onChange(parsed.value)
  }
  return (
    <div className={css.json}>
      <CodeEditor
        label={label}
        language="json"
        text={isBroken ? typed : toEditorText(typed, value)}
        onChange={change}
      />
      {isBroken && <p className={css.problem}>{words.broken}</p>}
    </div>
  )
}
