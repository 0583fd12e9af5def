/** How far back figures go: the same four choices everywhere. */
import type { WireWindow } from 'motia/workbench/wire/metrics'
import { defineWords, useWords } from '../words/words.ts'
import { Segments } from './field.tsx'

const WORDS = defineWords({
  en: { window: 'Time window', '5m': '5 min', '1h': '1 h', '24h': '24 h', '7d': '7 d' },
  ko: { window: '기간', '5m': '5분', '1h': '1시간', '24h': '24시간', '7d': '7일' },
})

const WINDOWS = ['5m', '1h', '24h', '7d'] as const satisfies readonly WireWindow[]

export function WindowPicker({
  value,
  onChange,
}: {
  readonly value: WireWindow
  readonly onChange: (window: WireWindow) => void
}) {
  const words = useWords(WORDS)
  return (
    <Segments
      label={words.window}
      value={value}
      options={WINDOWS.map((window) => ({ value: window, label: words[window] }))}
      onChange={onChange}
    />
  )
}
