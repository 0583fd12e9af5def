/** A JSON Schema to read: a row for each field, those of inner objects below theirs. */
import { useMemo } from 'react'
import { toSchemaField } from '../model/schema/schema.ts'
import { toSchemaRows } from '../model/schema/schema-rows.ts'
import { defineWords, useWords } from '../words/words.ts'
import css from './schema-table.module.css'

const WORDS = defineWords({
  en: { name: 'Name', type: 'Type', about: 'About', required: 'required', any: 'Any JSON.' },
  ko: { name: '이름', type: '타입', about: '설명', required: '필수', any: '아무 JSON이나 가능합니다.' },
})

export function SchemaTable({
  label,
  schema,
}: {
  /** What it describes; names the only row where the schema is no object. */
  readonly label: string
  readonly schema: unknown
}) {
  const words = useWords(WORDS)
  const rows = useMemo(() => toSchemaRows(toSchemaField(schema), label), [schema, label])
  if (rows.length === 0) return <p className={css.about}>{words.any}</p>
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.type}</th>
          <th scope="col">{words.about}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, depth, name, isRequired, type, constraints, description }) => (
          <tr key={key}>
            <th scope="row" style={{ paddingLeft: 12 + depth * 16 }}>
              <code className={css.name}>{name}</code>
              {isRequired && <span className={css.required}>{words.required}</span>}
            </th>
            <td className={css.type}>{type}</td>
            <td className={css.about}>
              {constraints.map((each) => (
                <code key={each} className={css.constraint} title={each}>
                  {each}
                </code>
              ))}
              {description}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
