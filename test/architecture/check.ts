/**
 * Checks sources against a table of layers: direction, cycles, sizes, names. Pure: sources come in as a map from path
 * to text, findings go out as sentences; test/architecture.test.ts calls it with the table and the real files.
 */
import { posix } from 'node:path'
import { type Import, parseImports } from './imports.ts'

/** A layer: which sources it consists of, and what they may import. */
export interface Layer {
  readonly name: string
  /** A folder or one file; where several match a file, the longest path is its layer. */
  readonly path: string
  /** Names of other layers. Files of the same layer may always import one another. */
  readonly layers: readonly string[]
  /** `none`, `any` (Node and npm), or names of npm packages of which only types may be imported. */
  readonly outside: 'none' | 'any' | { readonly typesOf: readonly string[] }
}

/** The table that sources are checked against. */
export interface Architecture {
  readonly layers: readonly Layer[]
  /** Our own packages: name to the folder of their sources. */
  readonly packages: Readonly<Record<string, string>>
  readonly forbiddenNames: readonly string[]
  readonly maxLines: number
}

/** Path from the root of the workspace, to text. Tests are not part of it: they may import what they test. */
export type Sources = ReadonlyMap<string, string>

/** All findings, sorted by kind; empty if the sources keep to the architecture. */
export function checkArchitecture(sources: Sources, architecture: Architecture): string[] {
  const graph = new Map<string, string[]>()
  const findings: string[] = []
  for (const [file, text] of sources) {
    const imports = parseImports(file, text).map((entry) => ({
      entry,
      target: resolveTarget(file, entry, architecture),
    }))
    graph.set(
      file,
      imports.flatMap(({ target }) => (target === undefined ? [] : [target])),
    )
    for (const { entry, target } of imports) {
      const finding = checkImport(file, entry, target, architecture)
      if (finding) findings.push(`${file}: ${finding}`)
    }
  }
  return [
    ...checkTable(architecture),
    ...new Set(findings),
    ...findCycles(graph).map((cycle) => `import cycle: ${cycle.join(' → ')}`),
    ...checkSizes(sources, architecture.maxLines),
    ...checkNames(sources, architecture.forbiddenNames),
  ]
}

/** The file of ours that an import means, or undefined for Node's and npm's. */
function resolveTarget(file: string, { specifier }: Import, { packages }: Architecture): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier)
  for (const [name, folder] of Object.entries(packages)) {
    if (specifier === name) return `${folder}/index.ts`
    if (specifier.startsWith(`${name}/`)) return `${folder}/${specifier.slice(name.length + 1)}.ts`
  }
  return undefined
}

function checkImport(file: string, entry: Import, target: string | undefined, architecture: Architecture) {
  const from = layerOf(file, architecture)
  if (!from) return 'belongs to no layer: name it in the table of test/architecture.test.ts'
  if (target === undefined) return checkOutside(from, entry)
  const to = layerOf(target, architecture)
  if (!to) return `imports ${entry.specifier}, which belongs to no layer`
  if (entry.specifier.startsWith('.') && packageOf(file, architecture) !== packageOf(target, architecture)) {
    return `reaches into another package by path: ${entry.specifier}`
  }
  if (to !== from && !from.layers.includes(to.name)) {
    return `${from.name} may not import ${to.name} (${entry.specifier})`
  }
  return undefined
}

function checkOutside({ name, outside }: Layer, { specifier, typeOnly }: Import): string | undefined {
  if (outside === 'any') return undefined
  if (outside === 'none' || !outside.typesOf.includes(specifier)) return `${name} may not import ${specifier}`
  return typeOnly ? undefined : `${name} may import ${specifier} for types only`
}

/** A layer may name only layers above it in the table, so that the table itself can hold no circle. */
function checkTable({ layers }: Architecture): string[] {
  return layers.flatMap((layer, index) =>
    layer.layers
      .filter(
        (name) =>
          layers.findIndex((other) => other.name === name) >= index || !layers.some((l) => l.name === name),
      )
      .map((name) => `table: ${layer.name} names ${name}, which is not above it`),
  )
}

function checkSizes(sources: Sources, maxLines: number): string[] {
  return [...sources]
    .map(([file, text]) => ({ file, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ file, lines }) => `${file}: ${lines} lines, ${maxLines} at most: split it along a noun`)
}

function checkNames(sources: Sources, forbiddenNames: readonly string[]): string[] {
  const vague = (part: string) => forbiddenNames.includes(part.replace(/\..*$/, ''))
  return [...sources.keys()]
    .filter((file) => file.split('/').some(vague))
    .map((file) => `${file}: a name that says nothing: ${file.split('/').filter(vague).join(', ')}`)
}

function layerOf(file: string, { layers }: Architecture): Layer | undefined {
  return layers
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

function packageOf(file: string, { packages }: Architecture): string | undefined {
  return Object.values(packages).find((folder) => file.startsWith(`${folder}/`))
}

/** One cycle for every back edge of a depth-first walk: none is reported if and only if there is none. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>()
  const cycles: string[][] = []
  const walk = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file)
    if (start >= 0) cycles.push([...path.slice(start), file])
    if (start >= 0 || done.has(file)) return
    for (const target of graph.get(file) ?? []) walk(target, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  return cycles
}
