/** What can be done from the palette: to a step, from wherever one is, to the look of the page. */
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
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
import { PALETTE_WORDS, toCommandKeywords } from './palette-words.ts'

/** Closes the palette, and then does it. */
export type Then = (act: () => unknown) => () => void

const ICONS: Readonly<Record<StepCommand, LucideIcon>> = {
  run: Play,
  pass: DoorOpen,
  try: Waypoints,
  pause: Pause,
  resume: Play,
  retry: RotateCcw,
}

/** What is not allowed now is greyed, and the heading says why. */
export function StepActions({ steps, then }: { readonly steps: readonly WireStep[]; readonly then: Then }) {
  const words = useWords(PALETTE_WORDS)
  const refused = useRefusal()
  const act = useStepCommand()
  return (
    <Command.Group heading={refused ? `${words.actions} · ${refused}` : words.actions}>
      {steps.flatMap((step) =>
        toStepCommands(step).map((command) => {
          const Icon = ICONS[command]
          return (
            <Command.Item
              key={`${command} ${step.id}`}
              value={`${command} ${step.id}`}
              keywords={toCommandKeywords(command, step.id)}
              disabled={refused !== undefined && isActing(command)}
              onSelect={then(() => act(command, step.id))}
            >
              <Icon aria-hidden="true" />
              {words[command](step.id)}
            </Command.Item>
          )
        }),
      )}
    </Command.Group>
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

export function PageActions({ then, onKeys }: { readonly then: Then; readonly onKeys: () => void }) {
  const words = useWords(PALETTE_WORDS)
  const navigate = useNavigate()
  const openLastFailed = async () => {
    const failed = await fetchLastFailed().catch((error: Error) => error)
    if (failed instanceof Error) return toast(failed.message, 'bad')
    if (!failed) return toast(words.noneFailed)
    await navigate({ to: '/runs/$id', params: { id: failed.runId } })
  }
  const copyLink = () => navigator.clipboard.writeText(location.href).then(() => toast(words.copied))
  return (
    <Command.Group heading={words.actions}>
      <Command.Item
        value="last failed run"
        keywords={[words.lastFailed, 'last failed run']}
        onSelect={then(() => openLastFailed())}
      >
        <Bug aria-hidden="true" />
        {words.lastFailed}
      </Command.Item>
      <Command.Item value="copy link" keywords={[words.copyLink, 'copy link']} onSelect={then(copyLink)}>
        <Link2 aria-hidden="true" />
        {words.copyLink}
      </Command.Item>
      <Command.Item
        value="keyboard shortcuts"
        keywords={[words.keys, 'keyboard shortcuts']}
        onSelect={then(onKeys)}
      >
        <Keyboard aria-hidden="true" />
        {words.keys}
      </Command.Item>
    </Command.Group>
  )
}

export function ViewActions({ then }: { readonly then: Then }) {
  const words = useWords(PALETTE_WORDS)
  const language = useLanguage()
  const themes = [
    ['light', Sun],
    ['dark', Moon],
    ['system', SunMoon],
  ] as const
  return (
    <Command.Group heading={words.view}>
      <Command.Item
        value="language"
        keywords={[words.language, 'language', '언어', 'Korean 한국어', 'English 영어']}
        onSelect={then(() => setLanguage(language === 'en' ? 'ko' : 'en'))}
      >
        <Languages aria-hidden="true" />
        {words.language}
      </Command.Item>
      {themes.map(([theme, Icon]) => (
        <Command.Item
          key={theme}
          value={`theme ${theme}`}
          keywords={[words[theme], `${theme} theme`]}
          onSelect={then(() => setTheme(theme))}
        >
          <Icon aria-hidden="true" />
          {words[theme]}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
