/**
 * A sitting as a picture: one line a side, a dot a round, a bar at the median, of the benchmark's first metric. With one
 * side alone, a line for each figure that was aimed at, as a share of what is wanted.
 */
import { isReached } from './benchmark.ts'
import { formatFigure } from './figure.ts'
import type { SideRecord, Sitting } from './sitting.ts'
import { median } from './statistics.ts'

const WIDTH = 720
const LEFT = 150
const RIGHT = 90
const ROW = 34
const LOW_ROW = 20
const TOP = 56

/** SVG text. */
export function drawSitting(sitting: Sitting): string {
  const [metric] = sitting.metrics
  if (!metric) return ''
  if (sitting.sides.length === 1 && sitting.aims.length > 1) return drawAims(sitting)
  const rows = sitting.sides.map((side) => ({
    side,
    values: side.samples.map((sample) => sample[metric.key] ?? 0),
  }))
  const max = Math.max(...rows.flatMap(({ values }) => values)) * 1.05 || 1
  const toX = (value: number) => LEFT + (value / max) * (WIDTH - LEFT - RIGHT)
  const height = TOP + rows.length * ROW + 10
  const drawn = rows.map(({ side, values }, index) => drawRow(side, values, TOP + index * ROW, toX, index))
  return draw(height, sitting.title, `${metric.label}, ${describe(sitting)}`, drawn)
}

/** The line is what is wanted. */
function drawAims(sitting: Sitting): string {
  const left = 250
  const wanted = left + (WIDTH - left - RIGHT) / 1.5
  const rows = sitting.aims.map((aim, index) => {
    const top = TOP + index * LOW_ROW
    const share = aim.wanted === 0 ? Math.sign(aim.reached) : aim.reached / aim.wanted
    const width = (wanted - left) * Math.min(1.5, Math.max(0, share))
    const figure = `${formatFigure(aim.reached)} of ${formatFigure(aim.wanted)}`
    return [
      `<text x="12" y="${top + 13}" font-size="12" fill="#1a1a1a">${escapeXml(aim.what)}</text>`,
      `<rect x="${left}" y="${top + 4}" width="${width.toFixed(1)}" height="${LOW_ROW - 8}" fill="${isReached(aim) ? '#0b6e4f' : '#b3261e'}" opacity="0.5"/>`,
      `<text x="${WIDTH - RIGHT - 10}" y="${top + 13}" font-size="12" fill="#1a1a1a">${figure}</text>`,
    ].join('\n')
  })
  const height = TOP + rows.length * LOW_ROW + 10
  const line = `<line x1="${wanted}" x2="${wanted}" y1="${TOP}" y2="${height - 10}" stroke="#7a7a7a"/>`
  return draw(height, sitting.title, `of what is wanted, ${describe(sitting)}`, [...rows, line])
}

function draw(height: number, title: string, subtitle: string, parts: readonly string[]): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="12" y="22" font-size="15" fill="#1a1a1a">${escapeXml(title)}</text>`,
    `<text x="12" y="41" font-size="12" fill="#5c5c5c">${escapeXml(subtitle)}</text>`,
    ...parts,
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
