/** The frame of one field of a schema's form: its name, what it is, what is wrong with it, null, and taking it away. */
import { X } from 'lucide-react'
import { type ReactNode, useContext, useId } from 'react'
import { type SchemaField, toTypeName } from '../model/schema/schema-field.ts'
import { toConstraints } from '../model/schema/schema-rows.ts'
import { toExample } from '../model/schema/schema-value.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { classes } from './class-names.ts'
import { SchemaContext } from './schema-context.ts'
import css from './schema-form.module.css'
import { SCHEMA_WORDS } from './schema-words.ts'

export interface PartProps {
  readonly field: SchemaField
  readonly name: string
  readonly path: string
  readonly isRequired: boolean
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** @param children are given what labels them; left out while the value is null, or is not there and can only be added */
export function SchemaPart({
  part,
  isAdded = false,
  onRemove,
  children,
}: {
  readonly part: PartProps
  /** Stands there with a button to add it, as long as it has no value. */
  readonly isAdded?: boolean
  readonly onRemove?: (() => void) | undefined
  readonly children: (ids: { readonly id: string; readonly labelId: string }) => ReactNode
}) {
  const words = useWords(SCHEMA_WORDS)
  const { problems, clearBroken } = useContext(SchemaContext)
  const id = useId()
  const { field, name, path, isRequired, value, onChange } = part
  const problem = problems.get(path)
  const labelId = `${id}-label`
  const isInput = (field.kind === 'text' || field.kind === 'number') && value !== null
  const isAbsent = isAdded && value === undefined
  const set = (next: unknown) => {
    clearBroken(path)
    onChange(next)
  }
  const remove = onRemove ?? (isAdded && !isRequired && !isAbsent ? () => set(undefined) : undefined)
  const constraints = field.kind === 'choice' ? [] : toConstraints(field)
  return (
    <div className={css.part}>
      <div className={css.head}>
        {isInput ? (
          <label id={labelId} htmlFor={id} className={css.name}>
            {name}
          </label>
        ) : (
          <span id={labelId} className={css.name}>
            {name}
          </span>
        )}
        <span className={css.type}>{toTypeName(field)}</span>
        {isRequired && <span className={css.required}>{words.required}</span>}
        {constraints.map((each) => (
          <code key={each} className={css.constraint}>
            {each}
          </code>
        ))}
        <span className={css.tools}>
          {field.isNullable && (
            <button
              type="button"
              className={css.toggle}
              aria-pressed={value === null}
              aria-label={words.asNull(name)}
              onClick={() => set(value === null ? toExample({ ...field, isNullable: false }) : null)}
            >
              {'null'}
            </button>
          )}
          {isAbsent && <Button onClick={() => set(toExample(field) ?? {})}>{words.add}</Button>}
          {remove && (
            <Button
              tone="ghost"
              icon={<X aria-hidden="true" />}
              label={words.remove(name)}
              onClick={remove}
            />
          )}
        </span>
      </div>
      {value !== null && !isAbsent && children({ id, labelId })}
      {field.description && <p className={css.hint}>{field.description}</p>}
      {problem && !isAbsent && <p className={classes(css.hint, css.problem)}>{problem}</p>}
    </div>
  )
}
