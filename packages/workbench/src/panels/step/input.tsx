/** What triggering the step takes: its schema as a table, or as it is. */
import type { WireStep } from 'motia/workbench/wire/steps'
import { useMemo, useState } from 'react'
import { toSchemaField } from '../../model/schema/schema.ts'
import { toSchemaRows } from '../../model/schema/schema-rows.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Segments } from '../../parts/field.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

export function Input({ step: { payloadSchema } }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const [form, setForm] = useState<'table' | 'json'>('table')
  if (payloadSchema === undefined) {
    return (
      <Card title={words.input} isFlush>
        <Empty title={words.noSchema}>{words.noSchemaText}</Empty>
      </Card>
    )
  }
  return (
    <Card
      title={words.input}
      aside={
        <Segments
          label={words.schemaAs}
          value={form}
          options={[
            { value: 'table', label: words.schemaTable },
            { value: 'json', label: words.schemaJson },
          ]}
          onChange={setForm}
        />
      }
      isFlush
    >
      {form === 'table' ? (
        <SchemaTable schema={payloadSchema} />
      ) : (
        <div className={css.json}>
          <JsonView label={words.input} value={payloadSchema} />
        </div>
      )}
    </Card>
  )
}

function SchemaTable({ schema }: { readonly schema: unknown }) {
  const words = useWords(WORDS)
  const rows = useMemo(() => toSchemaRows(toSchemaField(schema), words.payload), [schema, words])
  return (
    <ul className={css.schema}>
      {rows.map(({ key, depth, name, isRequired, type, constraints, description }) => (
        <li key={key} style={{ paddingLeft: 14 + depth * 16 }}>
          <code className={css.fieldName}>{name}</code>
          <span className={css.fieldType}>{type}</span>
          {isRequired && <span className={css.required}>{words.required}</span>}
          {constraints.map((each) => (
            <code key={each} className={css.constraint}>
              {each}
            </code>
          ))}
          {description && <p className={css.fieldText}>{description}</p>}
        </li>
      ))}
    </ul>
  )
}
