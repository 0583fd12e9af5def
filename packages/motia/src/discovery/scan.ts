/**
 * What a source file says about steps without being executed: which it makes, what it exports, what it imports and
 * what it triggers. Called by project.ts.
 */
import { findBindings } from './bindings.ts'
import { CORE, type FoundCalls, findCalls } from './calls.ts'
import { type FoundExport, findExports } from './exports.ts'
import type { ParsedSource } from './syntax.ts'

export interface Scan extends FoundCalls {
  readonly exports: readonly FoundExport[]
  /** Modules that it loads when it is loaded; those that only give types are left out where the syntax says so. */
  readonly imports: readonly string[]
}

const NOTHING: Scan = { steps: [], triggers: [], exports: [], imports: [] }

/** The tree is only looked at where it can matter: most files of a project hold no step. */
export function scanSource(source: ParsedSource): Scan {
  if (!isWorthIt(source)) return { ...NOTHING, imports: importsOf(source) }
  const bindings = findBindings(source)
  const required = [...bindings.imports.values()].map(({ specifier }) => specifier)
  return {
    ...findCalls(source, bindings),
    exports: findExports(source, bindings),
    imports: [...new Set([...importsOf(source), ...required])],
  }
}

/** A file that exports nothing offers no step, though it may have forgotten to. */
function isWorthIt({ code, module }: ParsedSource): boolean {
  return module.staticExports.length > 0 || /\bexports\b|\bexport\s*=/.test(code) || code.includes(CORE)
}

function importsOf({ module }: ParsedSource): string[] {
  const imported = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest }) => moduleRequest.value)
  const exported = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }) => (moduleRequest && !isType ? [moduleRequest.value] : []))
  return [...new Set([...imported, ...exported])]
}
