/** A sitting as a picture: one line a side, a dot a round, a bar at the median, of the benchmark's first metric. */
import type { SideRecord, Sitting } from './sitting.ts'
import { median } from './statistics.ts'

const WIDTH = 720
const LEFT = 150
const RIGHT = 90
const ROW = 34
const TOP = 56

/** SVG text. */
export function drawSitting(sitting: Sitting): string {
  const [metric] = sitting.metrics
  if (!metric) return ''
  const rows = sitting.sides.map((side) => ({
    side,
    values: side.samples.map((sample) => sample[metric.key] ?? 0),
  }))
  const max = Math.max(...rows.flatMap(({ values }) => values)) * 1.05 || 1
  const toX = (value: number) => LEFT + (value / max) * (WIDTH - LEFT - RIGHT)
  const height = TOP + rows.length * ROW + 10
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="12" y="22" font-size="15" fill="#1a1a1a">${escapeXml(sitting.title)}</text>`,
    `<text x="12" y="41" font-size="12" fill="#5c5c5c">${escapeXml(`${metric.label}, ${describe(sitting)}`)}</text>`,
    ...rows.map(({ side, values }, index) => drawRow(side, values, TOP + index * ROW, toX, index)),
    '</svg>',
  ].join('\n')}\n`
}

function drawRow(
  { name }: SideRecord,
  values: readonly number[],
  top: number,
  toX: (value: number) => number,
  index: number,
): string {
  const middle = top + ROW / 2
  const value = median(values)
  const color = index === 0 ? '#0b6e4f' : '#7a7a7a'
  const round = value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2)
  return [
    `<text x="12" y="${middle + 4}" font-size="13" fill="#1a1a1a">${escapeXml(name)}</text>`,
    `<rect x="${LEFT}" y="${top + 8}" width="${toX(value) - LEFT}" height="${ROW - 16}" fill="${color}" opacity="0.3"/>`,
    ...values.map((each) => `<circle cx="${toX(each).toFixed(1)}" cy="${middle}" r="3" fill="${color}"/>`),
    `<text x="${WIDTH - RIGHT + 8}" y="${middle + 4}" font-size="13" fill="#1a1a1a">${round}</text>`,
  ].join('\n')
}

function describe({ runs, nodeVersion, machine, startedAt }: Sitting): string {
  return `medians of ${runs}, Node ${nodeVersion}, ${machine.cores} cores, ${startedAt.slice(0, 10)}`
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
