/** What is being filled in by a schema's form: a value, and texts that are no JSON yet. parts/schema-form.tsx edits it. */
import { isSameJson, parseJson, toPretty } from '../json.ts'

export interface SchemaDraft {
  readonly value: unknown
  readonly mode: 'form' | 'json'
  /** By path: what was typed where JSON is to be, as long as it is none. */
  readonly broken: Readonly<Record<string, string>>
}

/** Begins with a value. */
export function toDraft(value: unknown, mode: SchemaDraft['mode'] = 'form'): SchemaDraft {
  return { value, mode, broken: {} }
}

/** Whether `value` is what the one who fills in sees. */
export function isWhole({ broken }: SchemaDraft): boolean {
  return Object.keys(broken).length === 0
}

/** Notes a text that is no JSON yet, or forgets it. */
export function withBroken(draft: SchemaDraft, path: string, text: string | undefined): SchemaDraft {
  const { [path]: _, ...others } = draft.broken
  return { ...draft, broken: text === undefined ? others : { ...others, [path]: text } }
}

/** Without the texts of a part that is gone. */
export function withoutBrokenIn(draft: SchemaDraft, path: string): SchemaDraft {
  const isIn = (each: string) =>
    path === '' || (each.startsWith(path) && /^($|[.[])/.test(each.slice(path.length)))
  const left = Object.entries(draft.broken).filter(([each]) => !isIn(each))
  return { ...draft, broken: Object.fromEntries(left) }
}

/** What an editor shows: the text as it was typed as long as it means the value, else the value written out. */
export function toEditorText(typed: string, value: unknown): string {
  const parsed = parseJson(typed)
  return parsed.ok && isSameJson(parsed.value, value) ? typed : toPretty(value)
}
