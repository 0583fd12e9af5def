/**
 * The text of a template's file: parts that only some projects get, and words to fill in. templates/README.md describes
 * both. Pure; called by project.ts.
 */

/** What holds of the project: its features, language, package manager, sample. */
export type Facts = ReadonlySet<string>

const MARK = /^\s*(?:\/\/|#|<!--|\/\*)\s*#(if|endif)\b\s*([\w!|-]*)\s*(?:-->|\*\/)?\s*$/

/**
 * Keeps the parts whose conditions hold, and drops the marks. Conditions on the first lines are the whole file's:
 * `undefined` if one of them does not hold.
 */
export function selectParts(text: string, facts: Facts): string | undefined {
  const lines = text.split('\n')
  const body = lines.findIndex((line) => readMark(line)?.kind !== 'if')
  const conditions = lines.slice(0, body).flatMap((line) => readMark(line)?.condition ?? [])
  return conditions.every((condition) => meets(condition, facts))
    ? keepLines(lines.slice(body), facts)
    : undefined
}

function keepLines(lines: readonly string[], facts: Facts): string {
  const open: boolean[] = []
  const kept: string[] = []
  for (const line of lines) {
    const mark = readMark(line)
    if (mark?.kind === 'if') open.push(meets(mark.condition, facts))
    else if (!mark && open.every(Boolean)) kept.push(line)
    else if (mark && open.pop() === undefined) throw new Error('template: a part ends that never began')
  }
  if (open.length > 0) throw new Error('template: a part never ends')
  return kept.join('\n')
}

/** Replaces every `{{word}}`. */
export function fillIn(text: string, words: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const word = words[name]
    if (word === undefined) throw new Error(`template: nothing to put for {{${name}}}`)
    return word
  })
}

/** `a|b` holds if one of them does; `!a` if a does not. */
function meets(condition: string, facts: Facts): boolean {
  return condition
    .split('|')
    .some((word) => (word.startsWith('!') ? !facts.has(word.slice(1)) : facts.has(word)))
}

function readMark(line: string) {
  const [, kind, condition = ''] = MARK.exec(line) ?? []
  return kind === undefined ? undefined : { kind, condition }
}
