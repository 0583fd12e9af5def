/**
 * A value filled in by its JSON Schema: as a form or as JSON, which edit the same. Says what is plainly wrong, but lets
 * it be: the step's own schema decides. Endpoints, "run it" of a step and gates use it.
 */
import { useMemo } from 'react'
import { checkSchema } from '../model/schema/schema-check.ts'
import { type SchemaDraft, withBroken, withoutBrokenIn } from '../model/schema/schema-draft.ts'
import type { SchemaField } from '../model/schema/schema-field.ts'
import { useWords } from '../words/words.ts'
import { Segments } from './field.tsx'
import { SchemaContext } from './schema-context.ts'
import { SchemaFields } from './schema-fields.tsx'
import css from './schema-form.module.css'
import { JsonPart } from './schema-json.tsx'
import { SCHEMA_WORDS, toFaultText } from './schema-words.ts'

export interface SchemaFormProps {
  /** What is filled in: "Body", say. */
  readonly label: string
  /** From toSchemaField; has to be stable. */
  readonly field: SchemaField
  readonly draft: SchemaDraft
  /** As a state's setter takes it. */
  readonly onChange: (change: (draft: SchemaDraft) => SchemaDraft) => void
}

export function SchemaForm({ label, field, draft, onChange }: SchemaFormProps) {
  const words = useWords(SCHEMA_WORDS)
  const { value, broken, mode } = draft
  const problems = useMemo(() => checkSchema(field, value), [field, value])
  const context = useMemo(
    () => ({
      broken,
      problems: new Map(problems.map(({ path, fault }) => [path, toFaultText(fault, words)])),
      setBroken: (path: string, text: string | undefined) =>
        onChange((before) => withBroken(before, path, text)),
      clearBroken: (path: string) => onChange((before) => withoutBrokenIn(before, path)),
    }),
    [broken, problems, words, onChange],
  )
  const setValue = (next: unknown) => onChange((before) => ({ ...before, value: next }))
  const isJsonOnly = field.kind === 'json'
  const isBroken = '' in broken
  return (
    <SchemaContext value={context}>
      <section className={css.form} aria-label={label}>
        <header className={css.top}>
          <h3>{label}</h3>
          {!isJsonOnly && (
            <Segments
              label={words.editAs(label)}
              value={mode}
              options={[
                { value: 'form', label: words.form },
                { value: 'json', label: words.json },
              ]}
              onChange={(next) =>
                onChange((before) => ({ ...withBroken(before, '', undefined), mode: next }))
              }
            />
          )}
        </header>
        {mode === 'json' || isJsonOnly ? (
          <>
            <JsonPart path="" label={label} value={value} onChange={setValue} />
            {!isBroken && problems.length > 0 && (
              <ul className={css.problems}>
                {problems.map(({ path, fault }) => (
                  <li key={`${path} ${fault.kind}`}>
                    {path && <code>{path}</code>} {toFaultText(fault, words)}
                  </li>
                ))}
              </ul>
            )}
          </>
        ) : (
          <SchemaFields field={field} name={label} value={value} onChange={setValue} />
        )}
      </section>
    </SchemaContext>
  )
}
