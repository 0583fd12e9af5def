/** A sitting in words for the terminal, and as files in results/. Used by bench.ts. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Aim } from './benchmark.ts'
import { formatFigure } from './figure.ts'
import { drawSitting } from './picture.ts'
import type { SideRecord, Sitting } from './sitting.ts'
import { ratioOf, spreadOf } from './statistics.ts'

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
    ...aims.map(describeAim),
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

export function isReached({ reached, wanted, bound }: Aim): boolean {
  return bound === 'at least' ? reached >= wanted : reached <= wanted
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

function describeAim(aim: Aim): string {
  const { what, reached, wanted, bound } = aim
  return `${isReached(aim) ? '✓' : '✗'} ${what}: ${formatFigure(reached)}, ${bound} ${formatFigure(wanted)}`
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}
