/** What kind of thing has to be corrected, read from how it is worded. Pure; panels/problems names it in any language. */
import type { Mistake } from '@motia/core/descriptor'

export type MistakeKind = 'syntax' | 'import' | 'loading' | 'target' | 'runtime' | 'definition'

const KINDS: readonly (readonly [RegExp, MistakeKind])[] = [
  [/^syntax error\b/, 'syntax'],
  [/^cannot find "/, 'import'],
  [/^could not be loaded\b/, 'loading'],
  [/which is no id and no topic/, 'target'],
  [/^the \w+ worker\b/, 'runtime'],
]

/** `definition` where the words tell no more: an option, a setting. */
export function toMistakeKind({ message }: Pick<Mistake, 'message'>): MistakeKind {
  return KINDS.find(([words]) => words.test(message))?.[1] ?? 'definition'
}
