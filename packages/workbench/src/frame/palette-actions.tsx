/** What can be done from the palette: to a step, from wherever one is, to the look of the page. */
import { useNavigate } from '@tanstack/react-router'
import {
  Bug,
  DoorOpen,
  Keyboard,
  Languages,
  Link2,
  type LucideIcon,
  Moon,
  Pause,
  Play,
  RotateCcw,
  Sun,
  SunMoon,
  Waypoints,
} from 'lucide-react'
import type { WireStep } from 'motia/workbench/wire/steps'
import { useRefusal } from '../api/allowed.ts'
import { fetchLastFailed } from '../api/queries.ts'
import { isActing, type StepCommand, toStepCommands } from '../model/steps/step-commands.ts'
import { usePausing } from '../parts/step-actions.tsx'
import { setTheme } from '../parts/theme.ts'
import { toast } from '../parts/toasts.tsx'
import { setLanguage, useLanguage, useWords } from '../words/words.ts'
import type { PaletteEntry } from './palette-list.tsx'
import { PALETTE_WORDS, toCommandKeywords } from './palette-words.ts'

const ICONS: Readonly<Record<StepCommand, LucideIcon>> = {
  run: Play,
  pass: DoorOpen,
  try: Waypoints,
  pause: Pause,
  resume: Play,
  retry: RotateCcw,
}

/** What is not allowed now is greyed, and the heading says why. */
export function useStepActionEntries(steps: readonly WireStep[]): PaletteEntry[] {
  const words = useWords(PALETTE_WORDS)
  const refused = useRefusal()
  const act = useStepCommand()
  return steps.flatMap((step) =>
    toStepCommands(step).map((command) => {
      const Icon = ICONS[command]
      return {
        id: `${command} ${step.id}`,
        group: refused ? `${words.actions} · ${refused}` : words.actions,
        keywords: toCommandKeywords(command, step.id),
        isRefused: refused !== undefined && isActing(command),
        mark: <Icon aria-hidden="true" />,
        text: words[command](step.id),
        act: () => act(command, step.id),
      }
    }),
  )
}

/** What needs a payload or a yes is asked where it belongs. */
function useStepCommand() {
  const navigate = useNavigate()
  const { turn } = usePausing()
  return (command: StepCommand, id: string): Promise<void> => {
    switch (command) {
      case 'run':
      case 'pass':
        return navigate({ to: '/steps/$id', params: { id }, search: { run: true } })
      case 'try':
        return navigate({ to: '/endpoints', search: { step: id } })
      case 'retry':
        return navigate({ to: '/errors', search: { retry: id } })
      case 'pause':
      case 'resume':
        return turn(id, command === 'resume')
    }
  }
}

export function usePageEntries(onKeys: () => void): PaletteEntry[] {
  const words = useWords(PALETTE_WORDS)
  const navigate = useNavigate()
  const openLastFailed = async () => {
    const failed = await fetchLastFailed().catch((error: Error) => error)
    if (failed instanceof Error) return toast(failed.message, 'bad')
    if (!failed) return toast(words.noneFailed)
    await navigate({ to: '/runs/$id', params: { id: failed.runId } })
  }
  const copyLink = () => navigator.clipboard.writeText(location.href).then(() => toast(words.copied))
  const entry = (id: string, Icon: LucideIcon, text: string, act: () => unknown): PaletteEntry => ({
    id,
    group: words.actions,
    keywords: [text, id],
    mark: <Icon aria-hidden="true" />,
    text,
    act,
  })
  return [
    entry('last failed run', Bug, words.lastFailed, openLastFailed),
    entry('copy link', Link2, words.copyLink, copyLink),
    entry('keyboard shortcuts', Keyboard, words.keys, onKeys),
  ]
}

export function useViewEntries(): PaletteEntry[] {
  const words = useWords(PALETTE_WORDS)
  const language = useLanguage()
  const themes = [
    ['light', Sun],
    ['dark', Moon],
    ['system', SunMoon],
  ] as const
  return [
    {
      id: 'language',
      group: words.view,
      keywords: [words.language, 'language', '언어', 'Korean 한국어', 'English 영어'],
      mark: <Languages aria-hidden="true" />,
      text: words.language,
      act: () => setLanguage(language === 'en' ? 'ko' : 'en'),
    },
    ...themes.map(([theme, Icon]) => ({
      id: `theme ${theme}`,
      group: words.view,
      keywords: [words[theme], `${theme} theme`],
      mark: <Icon aria-hidden="true" />,
      text: words[theme],
      act: () => setTheme(theme),
    })),
  ]
}
