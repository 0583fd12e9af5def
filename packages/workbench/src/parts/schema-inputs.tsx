/** The fields of a schema's form that hold one value: texts, numbers, flags and choices. */
import { useState } from 'react'
import { isSameJson } from '../model/json.ts'
import type { ChoiceField, TextField } from '../model/schema/schema-field.ts'
import { useWords } from '../words/words.ts'
import { Input, Segments } from './field.tsx'
import css from './schema-form.module.css'
import { type PartProps, SchemaPart } from './schema-part.tsx'
import { SCHEMA_WORDS } from './schema-words.ts'
import { Select } from './select.tsx'

export type InputProps<F> = PartProps & { readonly field: F; readonly onRemove?: (() => void) | undefined }

export function TextPart({ onRemove, ...part }: InputProps<TextField>) {
  const words = useWords(SCHEMA_WORDS)
  const { value, isRequired, onChange } = part
  const text = toInputText(value)
  const change = (next: string) => onChange(next === '' && !isRequired ? undefined : next)
  const placeholder = isRequired ? undefined : words.notSet
  return (
    <SchemaPart part={part} onRemove={onRemove}>
      {({ id }) =>
        text.includes('\n') ? (
          <textarea
            id={id}
            className={css.area}
            rows={Math.min(8, text.split('\n').length + 1)}
            value={text}
            onChange={(event) => change(event.target.value)}
          />
        ) : (
          <Input
            id={id}
            value={text}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => change(event.target.value)}
          />
        )
      }
    </SchemaPart>
  )
}

/** What is no number stays a text, and is said to be wrong: nothing that was typed is lost or changed. */
export function NumberPart({ onRemove, ...part }: InputProps<PartProps['field']>) {
  const words = useWords(SCHEMA_WORDS)
  const { value, isRequired, onChange } = part
  const [typed, setTyped] = useState(() => toInputText(value))
  const shown = isSameJson(toTypedNumber(typed), value) ? typed : toInputText(value)
  return (
    <SchemaPart part={part} onRemove={onRemove}>
      {({ id }) => (
        <Input
          id={id}
          className={css.number}
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          placeholder={isRequired ? undefined : words.notSet}
          onChange={(event) => {
            setTyped(event.target.value)
            onChange(toTypedNumber(event.target.value))
          }}
        />
      )}
    </SchemaPart>
  )
}

function toTypedNumber(text: string): number | string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const number = Number(trimmed)
  return Number.isFinite(number) ? number : text
}

function toInputText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const UNSET = 'unset'

export function FlagPart({ onRemove, ...part }: InputProps<PartProps['field']>) {
  const words = useWords(SCHEMA_WORDS)
  const { name, value, isRequired, onChange } = part
  const options = ['true', 'false'].map((each) => ({ value: each, label: each }))
  return (
    <SchemaPart part={part} onRemove={onRemove}>
      {() => (
        <div>
          <Segments
            label={name}
            value={value === undefined ? UNSET : String(value)}
            options={isRequired ? options : [...options, { value: UNSET, label: words.notSet }]}
            onChange={(next) => onChange(next === UNSET ? undefined : next === 'true')}
          />
        </div>
      )}
    </SchemaPart>
  )
}

export function ChoicePart({ onRemove, ...part }: InputProps<ChoiceField>) {
  const words = useWords(SCHEMA_WORDS)
  const { field, name, value, isRequired, onChange } = part
  const index = field.options.findIndex((option) => isSameJson(option, value))
  const options = field.options.map((option, at) => ({ value: String(at), label: toOptionText(option) }))
  const none = { value: UNSET, label: words.notSet }
  if (isRequired && options.length === 1 && index === 0) {
    return (
      <SchemaPart part={part} onRemove={onRemove}>
        {() => <code className={css.constant}>{options[0]?.label}</code>}
      </SchemaPart>
    )
  }
  return (
    <SchemaPart part={part} onRemove={onRemove}>
      {() => (
        <div>
          <Select
            label={name}
            value={index === -1 ? UNSET : String(index)}
            options={isRequired && index !== -1 ? options : [none, ...options]}
            onChange={(next) => onChange(next === UNSET ? undefined : field.options[Number(next)])}
          />
        </div>
      )}
    </SchemaPart>
  )
}

function toOptionText(option: unknown): string {
  return typeof option === 'string' ? option : JSON.stringify(option)
}
