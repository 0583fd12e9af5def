/**
 * Follows the imports of the files that hold steps to everything that has to be compiled with them, and finds what is
 * broken on the way. Called by compile.ts.
 */
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'
import { didYouMean } from '@motia/core/nearest'
import type { Project, SourceFile } from './project.ts'
import {
  type ModuleRequest,
  type TransformedFile,
  type TransformOptions,
  transformFile,
} from './transform.ts'

/** A file of the project that is loaded at run time. */
export interface Module {
  readonly file: SourceFile
  /** Absent for JSON, and if it is broken. */
  readonly transformed?: TransformedFile
  /** Paths of the modules that it cannot be loaded without. */
  readonly needs: readonly string[]
  /** What the compiler's output relies on. */
  readonly runtime: readonly string[]
  /** Where a file would have to appear to mend it. */
  readonly wanted: readonly string[]
  /** Why it cannot be loaded. */
  readonly mistakes: readonly Mistake[]
}

/** The entries and whatever they import, by path. */
export async function linkModules(
  project: Project,
  entries: readonly SourceFile[],
  options: TransformOptions,
): Promise<Map<string, Module>> {
  const modules = new Map<string, Module>()
  const queue = [...entries]
  for (let file = queue.shift(); file; file = queue.shift()) {
    if (modules.has(file.path)) continue
    const { module, next } = link(project, file, options)
    modules.set(file.path, module)
    queue.push(...(await Promise.all(next.filter((path) => !modules.has(path)).map(project.read))))
  }
  return modules
}

/** The first module that keeps this one from being loaded, however far away; itself not considered. */
export function findBroken(path: string, modules: ReadonlyMap<string, Module>): Module | undefined {
  const seen = new Set([path])
  const queue = [...(modules.get(path)?.needs ?? [])]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue
    seen.add(next)
    const module = modules.get(next)
    if (module && module.mistakes.length > 0) return module
    queue.push(...(module?.needs ?? []))
  }
  return undefined
}

function link(
  project: Project,
  file: SourceFile,
  options: TransformOptions,
): { module: Module; next: string[] } {
  const broken = (mistakes: readonly Mistake[]) => ({
    module: { file, needs: [], runtime: [], wanted: [], mistakes },
    next: [],
  })
  if (file.name.endsWith('.json') && file.mistakes.length === 0) return broken(checkJson(file))
  if (!file.syntax) return broken(file.mistakes)
  const transformed = transformFile(file, options)
  if ('mistakes' in transformed) return broken(transformed.mistakes)
  const needs: string[] = []
  const next: string[] = []
  const runtime: string[] = []
  const wanted: string[] = []
  const mistakes: Mistake[] = []
  for (const request of transformed.imports) {
    const target = project.resolve(file, request.specifier)
    if (target.type === 'runtime') runtime.push(target.name)
    if (target.type === 'missing' && request.kind === 'static') {
      mistakes.push(toMistake(file, request))
      wanted.push(...wantedPaths(file, request))
    }
    if ((target.type !== 'source' && target.type !== 'json') || request.kind === 'require.resolve') continue
    next.push(target.path)
    if (request.kind !== 'dynamic') needs.push(target.path)
  }
  return { module: { file, transformed, needs, runtime, wanted, mistakes }, next }
}

function wantedPaths(file: SourceFile, { specifier }: ModuleRequest): string[] {
  if (!specifier.startsWith('.')) return []
  const path = join(dirname(file.path), specifier.replace(/\.[cm]?jsx?$/, ''))
  return /\.\w+$/.test(path)
    ? [path]
    : ['.ts', '.tsx', '.js', '.mts', '.mjs', '.cjs'].map((end) => path + end)
}

function toMistake(file: SourceFile, { specifier }: ModuleRequest): Mistake {
  const place = { file: file.name, ...findSpecifier(file, specifier) }
  if (specifier.startsWith('.')) {
    return { ...place, message: `cannot find "${specifier}"${nearestFile(file, specifier)}` }
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const isAlias = /^[#~]|^@\//.test(specifier)
  const hint = isAlias
    ? 'Is the alias in `paths` of tsconfig.json?'
    : `Is it installed? \`npm install ${name}\``
  return { ...place, message: `cannot find "${isAlias ? specifier : name}"`, hint }
}

function findSpecifier(
  { syntax }: SourceFile,
  specifier: string,
): { line: number; column: number } | undefined {
  if (!syntax) return undefined
  const { module, code, lineOf } = syntax.parsed
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ moduleRequest }) => moduleRequest),
  )
  const requests = [...module.staticImports.map(({ moduleRequest }) => moduleRequest), ...exported]
  const start = requests.find((request) => request?.value === specifier)?.start
  if (start === undefined) return undefined
  return { line: lineOf(start), column: start - code.lastIndexOf('\n', start - 1) }
}

function nearestFile(file: SourceFile, specifier: string): string {
  const folder = join(dirname(file.path), dirname(specifier))
  try {
    const names = readdirSync(folder).map((name) => name.replace(/\.[cm]?[jt]sx?$/, ''))
    return didYouMean(basename(specifier).replace(/\.[cm]?[jt]sx?$/, ''), names)
  } catch {
    return '' // the folder does not exist either
  }
}

function checkJson(file: SourceFile): Mistake[] {
  try {
    JSON.parse(file.code)
    return []
  } catch (error) {
    return [{ file: file.name, message: `is no JSON: ${(error as Error).message}` }]
  }
}
