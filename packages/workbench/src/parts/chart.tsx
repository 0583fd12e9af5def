/**
 * Lines or bars over time, drawn by uPlot in the page's colours: light and dark, and as wide as there is room. The
 * legend tells the figures under the pointer, or the latest ones. Heavy: panels load it lazily.
 */
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { toDateTime } from '../words/format.ts'
import { useLanguage } from '../words/words.ts'
import css from './chart.module.css'
import { type Line, toOptions } from './chart-options.ts'
import { useIsDark } from './theme.ts'

export interface ChartProps {
  /** What it shows, for screen readers. */
  readonly label: string
  /** Milliseconds, rising. */
  readonly times: readonly number[]
  readonly lines: readonly Line[]
  readonly toText: (value: number) => string
  readonly height?: number
}

export function Chart({ label, times, lines, toText, height = 180 }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const [pointed, setPointed] = useState<number>()
  const isDark = useIsDark()
  const language = useLanguage()
  const shape = lines.map((line) => `${line.label} ${line.color} ${line.isBar}`).join()
  const data = useRef<uPlot.AlignedData>([[]])
  data.current = [times.map((at) => at / 1000), ...lines.map(({ values }) => [...values])]

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew only when its looks change, not its figures
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const made = new uPlot(
      toOptions({ element, lines, toText, height, point: setPointed }),
      data.current,
      element,
    )
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [shape, isDark, language, height])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` is made of these
  useEffect(() => {
    plot.current?.setData(data.current)
  }, [times, lines])

  const at = pointed === undefined ? undefined : times[pointed]
  return (
    <figure className={css.figure} aria-label={label}>
      <div ref={place} className={css.place} />
      <figcaption className={css.legend}>
        {lines.map(({ label: name, color, values, told = values }) => (
          <span key={name} ref={(element) => element?.style.setProperty('--line-color', `var(${color})`)}>
            {name}
            {pointed !== undefined && <b>{toFigure(told[pointed], toText)}</b>}
          </span>
        ))}
        {at !== undefined && <time>{toDateTime(at)}</time>}
      </figcaption>
    </figure>
  )
}

function toFigure(value: number | null | undefined, toText: (value: number) => string): string {
  return value === null || value === undefined ? '–' : toText(value)
}
