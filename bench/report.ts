/** A sitting in words for the terminal, and as files in results/. Used by bench.ts. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Aim, isReached } from './benchmark.ts'
import { formatFigure } from './figure.ts'
import { drawSitting } from './picture.ts'
import type { SideRecord, Sitting } from './sitting.ts'
import { ratioOf, spreadOf } from './statistics.ts'

const BAR_WIDTH = 20
const results = fileURLToPath(new URL('results', import.meta.url))

/** Medians of all sides, the ratio of the first two, and what was aimed at. */
export function describeSitting(sitting: Sitting): string {
  const { sides, metrics, aims } = sitting
  const head = ['', ...sides.map(({ name }) => name), ...(sides.length === 2 ? ['ratio'] : [])]
  const rows = metrics.map(({ key, label }) => [
    label,
    ...sides.map((side) => describeSpread(valuesOf(side, key))),
    ...(sides.length === 2 ? [describeRatio(sides[0] as SideRecord, sides[1] as SideRecord, key)] : []),
  ])
  return [
    `${sitting.title}: medians of ${sitting.runs} (lowest … highest)`,
    alignColumns([head, ...rows]),
    describeAims(aims),
  ].join('\n')
}

/** Writes the samples as JSON and a picture of them; returns the path of the first. */
export function writeSitting(sitting: Sitting): string {
  mkdirSync(results, { recursive: true })
  const date = sitting.startedAt.slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
  const path = join(results, `${sitting.name}-${date}`)
  writeFileSync(`${path}.json`, `${JSON.stringify(sitting, null, 2)}\n`)
  writeFileSync(`${path}.svg`, drawSitting(sitting))
  return `${path}.json`
}

export function valuesOf({ samples }: SideRecord, key: string): number[] {
  return samples.map((sample) => sample[key]).filter((value) => value !== undefined)
}

function describeSpread(values: readonly number[]): string {
  if (values.length === 0) return ''
  const { low, median, high } = spreadOf(values)
  return `${formatFigure(median)} (${formatFigure(low)} … ${formatFigure(high)})`
}

function describeRatio(ours: SideRecord, theirs: SideRecord, key: string): string {
  const [a, b] = [valuesOf(ours, key), valuesOf(theirs, key)]
  if (a.length === 0 || b.length === 0) return ''
  const { low, median, high } = ratioOf(a, b)
  return Number.isFinite(median) ? `${median.toFixed(2)} (${low.toFixed(2)} … ${high.toFixed(2)})` : ''
}

/** Each with a bar: how much of what is wanted was reached, or taken up. */
function describeAims(aims: readonly Aim[]): string {
  const widest = Math.max(0, ...aims.map(({ what }) => what.length))
  const describeAim = (aim: Aim) => {
    const { what, reached, wanted, bound } = aim
    const bar = toBar(wanted === 0 ? Math.sign(reached) : reached / wanted)
    const figures = `${formatFigure(reached)}, ${bound} ${formatFigure(wanted)}`
    return `${isReached(aim) ? '✓' : '✗'} ${what.padEnd(widest)}  ${bar}  ${figures}`
  }
  return aims.map(describeAim).join('\n')
}

/** @param share from 0 on; what is beyond 1 is as wide as 1 */
function toBar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share || 0)) * BAR_WIDTH)
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}
