/** Lines or bars over time, drawn by uPlot in the page's colours: light and dark, and as wide as there is room. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useLanguage } from '../words/words.ts'
import css from './chart.module.css'
import { useIsDark } from './theme.ts'

export interface Line {
  readonly label: string
  /** A colour of tokens.css, `--ok` say. */
  readonly color: string
  /** One for each time; `null` is a gap. */
  readonly values: readonly (number | null)[]
  readonly isBar?: boolean
}

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
  const isDark = useIsDark()
  const language = useLanguage()
  const shape = lines.map((line) => `${line.label} ${line.color} ${line.isBar}`).join()
  const data = useRef<uPlot.AlignedData>([[]])
  data.current = [times.map((at) => at / 1000), ...lines.map(({ values }) => [...values])]

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew only when its looks change, not its figures
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const options = toOptions(element, lines, toText, height)
    const made = new uPlot(options, data.current, element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [shape, isDark, language, height])

  useEffect(() => {
    plot.current?.setData(data.current)
  })

  return (
    <figure className={css.figure} aria-label={label}>
      <div ref={place} className={css.place} />
      <figcaption className={css.legend}>
        {lines.map(({ label: name, color }) => (
          <span key={name} ref={(element) => element?.style.setProperty('--line-color', `var(${color})`)}>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

function toOptions(
  element: HTMLElement,
  lines: readonly Line[],
  toText: (value: number) => string,
  height: number,
): uPlot.Options {
  const style = getComputedStyle(element)
  // Tokens are light-dark(…) pairs: only a property that is a colour resolves them.
  const color = (name: string) => {
    element.style.color = `var(${name})`
    const resolved = getComputedStyle(element).color
    element.style.color = ''
    return resolved
  }
  const axis = {
    stroke: color('--muted'),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width: element.clientWidth || 300,
    height,
    padding: [10, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] } },
    axes: [
      { ...axis, grid: { show: false }, space: 70 },
      { ...axis, size: 52, space: 34, values: (_plot, splits) => splits.map(toText) },
    ],
    series: [{}, ...lines.map((line) => toSeries(line, color(line.color)))],
  }
}

function toSeries({ label, isBar = false }: Line, stroke: string): uPlot.Series {
  const bars = isBar ? uPlot.paths.bars?.({ size: [0.72, 40], radius: 0.15 }) : undefined
  return {
    label,
    stroke,
    width: isBar ? 0 : 1.6,
    points: { show: false },
    ...(isBar && { fill: stroke }),
    ...(bars && { paths: bars }),
  }
}
