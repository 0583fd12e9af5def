/** Says in a toast what became of runs that were to be tried again: `12 retried, 1 refused: …`. */
import type { WireRedriven } from 'motia/workbench/wire/runs'
import { toast } from '../../parts/toasts.tsx'
import { toCount } from '../../words/format.ts'
import type { WORDS } from './words.ts'

export function tellRedriven({ redriven, refused }: WireRedriven, words: (typeof WORDS)['en']): void {
  const first = refused[0]
  const parts = [
    ...(redriven > 0 || !first ? [words.retried(toCount(redriven))] : []),
    ...(first ? [words.refused(toCount(refused.length), first.error)] : []),
  ]
  toast(parts.join(', '), first ? 'bad' : 'ok')
}
