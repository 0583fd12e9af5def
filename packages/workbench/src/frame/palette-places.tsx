/** Where the palette leads to: panels, steps, a run by its id, and the searches of runs and logs. */
import { useNavigate } from '@tanstack/react-router'
import { Activity, ScrollText, Search } from 'lucide-react'
import type { WireStep } from 'motia/workbench/wire/steps'
import { LanguageMark } from '../parts/badge.tsx'
import { Keys } from '../parts/keys.tsx'
import { useWords } from '../words/words.ts'
import type { PaletteEntry } from './palette-list.tsx'
import { PALETTE_WORDS } from './palette-words.ts'
import { PLACE_WORDS, PLACES } from './places.ts'

export function usePanelEntries(): PaletteEntry[] {
  const words = useWords(PALETTE_WORDS)
  const places = useWords(PLACE_WORDS)
  const navigate = useNavigate()
  return PLACES.flat().map(({ name, to, letter, icon: Icon }) => ({
    id: `panel ${name}`,
    group: words.panels,
    keywords: [places[name], name],
    mark: <Icon aria-hidden="true" />,
    text: places[name],
    aside: (
      <span aria-hidden="true">
        <Keys keys={['G', letter.toUpperCase()]} />
      </span>
    ),
    act: () => navigate({ to }),
  }))
}

export function useStepEntries(steps: readonly WireStep[]): PaletteEntry[] {
  const words = useWords(PALETTE_WORDS)
  const navigate = useNavigate()
  return steps.map(({ id, kind, language, file }) => ({
    id: `step ${id}`,
    group: words.steps,
    keywords: [id, kind, file],
    mark: <LanguageMark language={language} file={file} />,
    text: id,
    aside: kind,
    act: () => navigate({ to: '/steps/$id', params: { id } }),
  }))
}

const RUN_ID = /^[0-9a-f-]{16,}$/i

/** Always there, below all that fits; a whole id first. */
export function useFindEntries(typed: string): PaletteEntry[] {
  const words = useWords(PALETTE_WORDS)
  const navigate = useNavigate()
  const open: PaletteEntry = {
    id: 'open run',
    group: words.search,
    keywords: [typed],
    mark: <Activity aria-hidden="true" />,
    text: words.openRun(typed),
    act: () => navigate({ to: '/runs/$id', params: { id: typed } }),
  }
  return [
    ...(RUN_ID.test(typed) ? [open] : []),
    {
      id: 'find in runs',
      group: words.search,
      mark: <Search aria-hidden="true" />,
      text: words.find(typed),
      act: () => navigate({ to: '/runs', search: { text: typed } }),
    },
    {
      id: 'find in logs',
      group: words.search,
      mark: <ScrollText aria-hidden="true" />,
      text: words.logs(typed),
      act: () => navigate({ to: '/logs', search: { text: typed } }),
    },
  ]
}
