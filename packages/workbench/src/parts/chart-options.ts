/** How uPlot draws a chart: axes, scales and series in the colours of tokens.css. chart.tsx makes plots of it. */
import uPlot from 'uplot'
import { toClock, toDay, toHourMinute } from '../words/format.ts'

const DAY_S = 86_400
const MINUTE_S = 60

export interface Line {
  readonly label: string
  /** A colour of tokens.css, `--ok` say. */
  readonly color: string
  /** One for each time; `null` is a gap. */
  readonly values: readonly (number | null)[]
  readonly isBar?: boolean
  /** What the legend tells, where that is not what is drawn: stacked bars are sums. */
  readonly told?: readonly (number | null)[]
}

export interface Drawing {
  readonly element: HTMLElement
  readonly lines: readonly Line[]
  readonly toText: (value: number) => string
  readonly height: number
  /** Told the index under the pointer; `undefined` when it leaves. */
  readonly point: (index: number | undefined) => void
}

export function toOptions({ element, lines, toText, height, point }: Drawing): uPlot.Options {
  const style = getComputedStyle(element)
  const color = colorsOf(element)
  const axis = {
    stroke: color('--muted'),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width: element.clientWidth || 300,
    height,
    padding: [10, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { range: (plot, min, max) => [min, lines.some((line) => line.isBar) ? max + stepOf(plot) : max] },
      y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 70,
        size: 28,
        values: (_plot, splits, _axis, _space, step) => toTimes(splits, step),
      },
      { ...axis, size: 52, space: 34, values: (_plot, splits) => splits.map(toText) },
    ],
    series: [{}, ...lines.map((line) => toSeries(line, color(line.color)))],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  }
}

/** Tokens are light-dark(…) pairs: only a property that is a colour resolves them. */
function colorsOf(element: HTMLElement): (name: string) => string {
  return (name) => {
    element.style.color = `var(${name})`
    const resolved = getComputedStyle(element).color
    element.style.color = ''
    return resolved
  }
}

/** Of one bar: it begins at its time. */
function stepOf({ data: [times] }: uPlot): number {
  return times.length > 1 ? (times[1] as number) - (times[0] as number) : 0
}

function toTimes(splits: readonly number[], step: number): string[] {
  const toText = step >= DAY_S ? toDay : step < MINUTE_S ? toClock : toHourMinute
  return splits.map((at) => toText(at * 1000))
}

function toSeries({ label, isBar = false }: Line, stroke: string): uPlot.Series {
  const bars = isBar ? uPlot.paths.bars?.({ size: [0.78, 40], align: 1, radius: 0.12 }) : undefined
  return {
    label,
    stroke,
    width: isBar ? 0 : 1.6,
    // A figure without neighbours makes no line: it is a dot.
    points: isBar ? { show: false } : { show: true, size: 6, fill: stroke, filter: findLonely },
    ...(isBar && { fill: stroke }),
    ...(bars && { paths: bars }),
  }
}

function findLonely(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? []
  const isThere = (index: number) => values[index] !== null && values[index] !== undefined
  return [...values.keys()].filter((index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1))
}
