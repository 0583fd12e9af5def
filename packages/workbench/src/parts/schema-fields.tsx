/** The fields of a schema's form: each by its kind, those that hold others with them. */
import { Plus } from 'lucide-react'
import { useContext, useState } from 'react'
import { toObject } from '../model/json.ts'
import { nearestVariant, toItemPath, toPropertyPath } from '../model/schema/schema-check.ts'
import type { ListField, ObjectField, SchemaField, VariantField } from '../model/schema/schema-field.ts'
import { toExample } from '../model/schema/schema-value.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { SchemaContext } from './schema-context.ts'
import css from './schema-form.module.css'
import { ChoicePart, FlagPart, type InputProps, NumberPart, TextPart } from './schema-inputs.tsx'
import { JsonPart } from './schema-json.tsx'
import { SchemaPart } from './schema-part.tsx'
import { SCHEMA_WORDS } from './schema-words.ts'
import { Select } from './select.tsx'

/** The whole: an object's properties stand for themselves. */
export function SchemaFields({
  field,
  name,
  value,
  onChange,
}: {
  readonly field: SchemaField
  readonly name: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}) {
  if (field.kind === 'object' && (value === undefined || toObject(value))) {
    return <Properties field={field} path="" value={value} onChange={onChange} />
  }
  return <AnyPart field={field} name={name} path="" isRequired value={value} onChange={onChange} />
}

function AnyPart(props: InputProps<SchemaField>) {
  const { field, value, name, path, onChange, onRemove, ...rest } = props
  const part = { field, value, name, path, onChange, ...rest }
  switch (field.kind) {
    case 'text':
      return <TextPart {...props} field={field} />
    case 'number':
      return <NumberPart {...props} />
    case 'flag':
      return <FlagPart {...props} />
    case 'choice':
      return <ChoicePart {...props} field={field} />
    case 'object':
      return (
        <SchemaPart part={part} isAdded onRemove={onRemove}>
          {({ labelId }) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out everywhere
            <div role="group" aria-labelledby={labelId} className={css.inner}>
              <Properties field={field} path={path} value={value} onChange={onChange} />
            </div>
          )}
        </SchemaPart>
      )
    case 'list':
      return (
        <SchemaPart part={part} isAdded onRemove={onRemove}>
          {({ labelId }) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out everywhere
            <div role="group" aria-labelledby={labelId} className={css.inner}>
              <Items field={field} path={path} value={value} onChange={onChange} />
            </div>
          )}
        </SchemaPart>
      )
    case 'variant':
      return <VariantPart {...props} field={field} />
    case 'json':
      return (
        <SchemaPart part={part} isAdded onRemove={onRemove}>
          {() => <JsonPart path={path} label={name} value={value} onChange={onChange} />}
        </SchemaPart>
      )
  }
}

interface InnerProps<F> {
  readonly field: F
  readonly path: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** Properties that the schema does not know are kept as they are. */
function Properties({ field, path, value, onChange }: InnerProps<ObjectField>) {
  const object = toObject(value) ?? {}
  const set = (name: string, next: unknown) => {
    const { [name]: _, ...others } = object
    onChange(next === undefined ? others : { ...object, [name]: next })
  }
  return (
    <div className={css.fields}>
      {field.properties.map(({ name, isRequired, field: property }) => (
        <AnyPart
          key={name}
          field={property}
          name={name}
          path={toPropertyPath(path, name)}
          isRequired={isRequired}
          value={object[name]}
          onChange={(next) => set(name, next)}
        />
      ))}
    </div>
  )
}

function Items({ field, path, value, onChange }: InnerProps<ListField>) {
  const words = useWords(SCHEMA_WORDS)
  const { clearBroken } = useContext(SchemaContext)
  const items: readonly unknown[] = Array.isArray(value) ? value : []
  const set = (index: number, next: unknown) => onChange(items.with(index, next ?? null))
  const remove = (index: number) => {
    clearBroken(path)
    onChange(items.toSpliced(index, 1))
  }
  return (
    <div className={css.fields}>
      {items.length === 0 && <p className={css.hint}>{words.empty}</p>}
      {items.map((item, index) => (
        <AnyPart
          // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place
          key={index}
          field={field.item}
          name={words.item(index + 1)}
          path={toItemPath(path, index)}
          isRequired
          value={item}
          onChange={(next) => set(index, next)}
          onRemove={() => remove(index)}
        />
      ))}
      <div>
        <Button
          icon={<Plus aria-hidden="true" />}
          onClick={() => onChange([...items, toExample(field.item) ?? null])}
        >
          {words.addItem}
        </Button>
      </div>
    </div>
  )
}

function VariantPart({ onRemove, ...part }: InputProps<VariantField>) {
  const words = useWords(SCHEMA_WORDS)
  const { clearBroken } = useContext(SchemaContext)
  const { field, name, path, value, onChange } = part
  const fields = field.variants.map((variant) => variant.field)
  const [index, setIndex] = useState(() => nearestVariant(fields, value))
  const chosen = fields[index] ?? fields[0]
  const choose = (next: number) => {
    const variant = fields[next]
    setIndex(next)
    clearBroken(path)
    if (variant) onChange(toExample(variant) ?? {})
  }
  return (
    <SchemaPart part={part} isAdded onRemove={onRemove}>
      {() => (
        <div className={css.inner}>
          <div className={css.fields}>
            <div>
              <Select
                label={words.variant(name)}
                value={String(index)}
                options={field.variants.map(({ label }, at) => ({ value: String(at), label }))}
                onChange={(next) => choose(Number(next))}
              />
            </div>
            {chosen?.kind === 'object' ? (
              <Properties field={chosen} path={path} value={value} onChange={onChange} />
            ) : (
              chosen && <AnyPart {...part} field={chosen} isRequired />
            )}
          </div>
        </div>
      )}
    </SchemaPart>
  )
}
