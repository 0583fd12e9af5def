/** Fields of a log line as they stand behind its message, and the search for one of them. Pure; parts/log-line.tsx. */

export interface FieldText {
  readonly name: string
  /** On one line; long ones are cut. */
  readonly text: string
  /** What finds lines with the same value: words of a search. */
  readonly words: string
}

const MAX_TEXT = 120

export function toFieldTexts(fields: Readonly<Record<string, unknown>> | undefined): FieldText[] {
  return Object.entries(fields ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
      return { name, text: cut(text.replace(/\s+/g, ' ')), words: toWords(name, value, text) }
    })
}

/** A search asks for a field by `name=value`, where the value has no spaces; else for the words of the value. */
function toWords(name: string, value: unknown, text: string): string {
  const isPlain =
    typeof value !== 'object' && text !== '' && !/\s/.test(text) && /^[\p{L}\p{N}_$.-]+$/u.test(name)
  if (isPlain) return `${name}=${text}`
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 6).join(' ')
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}

/** A search for these words too; none of them twice. */
export function withWords(text: string | undefined, words: string): string {
  const known = (text ?? '').split(/\s+/).filter(Boolean)
  return [...new Set([...known, ...words.split(' ').filter(Boolean)])].join(' ')
}
