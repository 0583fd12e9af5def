/**
 * Turns one source file into a JavaScript module that Node can load from the build folder: types stripped, and names
 * for its own place put where it asks for that. Finds the imports that are left. Called by compile.ts.
 */
import type { Mistake } from '@motia/core/descriptor'
import { parseSync, type TsconfigCache, transformSync } from 'rolldown/utils'
import type { SourceFile } from './project.ts'
import { keyText, langOf, literalText, type Node, walk } from './syntax.ts'

export interface TransformedFile {
  readonly code: string
  /** Of a source map, version 3. */
  readonly mappings: string
  readonly names: readonly string[]
  readonly format: 'esm' | 'cjs'
  readonly imports: readonly ModuleRequest[]
}

/** A literal specifier in the transformed code. */
export interface ModuleRequest {
  readonly specifier: string
  /** Where it stands, quotes included. */
  readonly start: number
  readonly end: number
  /** `static`: has to resolve, or the module cannot be loaded. */
  readonly kind: 'static' | 'dynamic' | 'require' | 'require.resolve'
  /** `with { type: 'json' }` */
  readonly isJson: boolean
}

/** Names in the output for the place of the source; emit.ts declares those that occur. */
export const PLACE_NAMES = {
  url: '__motia_url',
  file: '__motia_filename',
  folder: '__motia_dirname',
  require: '__motia_require',
} as const

const DEFINE = {
  'import.meta.url': PLACE_NAMES.url,
  'import.meta.filename': PLACE_NAMES.file,
  'import.meta.dirname': PLACE_NAMES.folder,
  __filename: PLACE_NAMES.file,
  __dirname: PLACE_NAMES.folder,
}

/** The oldest Node that Motia runs on. */
const TARGET = 'node20'

export interface TransformOptions {
  readonly tsconfig: string | undefined
  readonly cache: TsconfigCache
  readonly jsx?: { readonly runtime: 'automatic' }
}

/** @returns mistakes for what can be parsed but not compiled */
export function transformFile(
  file: SourceFile,
  options: TransformOptions,
): TransformedFile | { readonly mistakes: Mistake[] } {
  const first = compile(file, options)
  // JSX is left where a tsconfig for another tool says so (`"jsx": "preserve"`); Node cannot load that.
  const hasJsx = /x$/.test(file.name.replace(/\.[cm]?js$/, '.jsx')) && parse(first.code).errors.length > 0
  const { code, map, errors } = hasJsx ? compile(file, { ...options, jsx: { runtime: 'automatic' } }) : first
  if (errors.length > 0) return { mistakes: errors.map((error) => toMistake(file.name, error)) }
  const parsed = parse(code)
  return {
    code,
    mappings: map?.mappings ?? '',
    names: map?.names ?? [],
    format: parsed.module.hasModuleSyntax || isEsmOnly(file.name, code) ? 'esm' : 'cjs',
    imports: [
      ...findImports(code, parsed.module),
      ...(/require/.test(code) ? findRequires(parsed.program) : []),
    ],
  }
}

function parse(code: string) {
  return parseSync('module.js', code, { sourceType: 'unambiguous' })
}

function compile(file: SourceFile, { tsconfig, cache, jsx }: TransformOptions) {
  const isModule = file.syntax?.parsed.module.hasModuleSyntax ?? false
  const options = {
    ...langOf(file.name),
    sourceType: 'unambiguous' as const,
    target: TARGET,
    sourcemap: true,
    // CommonJS keeps Node's own `require`, which the detection of its export names looks for.
    define: isModule ? { ...DEFINE, require: PLACE_NAMES.require } : DEFINE,
    tsconfig: tsconfig ?? false,
    ...(jsx && { jsx }),
  }
  return transformSync(file.path, file.code.replace(/^#!/, '//'), options, cache)
}

/** Without a sign of either format a file is what files were before there was ESM, unless it awaits. */
function isEsmOnly(name: string, code: string): boolean {
  if (/\.m[jt]s$/.test(name)) return true
  return /\bawait\b/.test(code) && parseSync('module.js', code, { sourceType: 'commonjs' }).errors.length > 0
}

function findImports(code: string, module: ReturnType<typeof parseSync>['module']): ModuleRequest[] {
  const requests = module.staticImports.map(({ moduleRequest, end }) => ({
    ...moduleRequest,
    statementEnd: end,
  }))
  for (const { entries, end } of module.staticExports) {
    const from = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest
    if (from) requests.push({ ...from, statementEnd: end })
  }
  const fixed = requests.map(({ value, start, end, statementEnd }) => ({
    specifier: value,
    start,
    end,
    kind: 'static' as const,
    isJson: namesJson(code.slice(end, statementEnd)),
  }))
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end }, end: callEnd }) => {
    const specifier = unquote(code.slice(start, end))
    if (specifier === undefined) return []
    return [{ specifier, start, end, kind: 'dynamic' as const, isJson: namesJson(code.slice(end, callEnd)) }]
  })
  return [...fixed, ...dynamic]
}

function findRequires(program: Node): ModuleRequest[] {
  const found: ModuleRequest[] = []
  walk(program, (node) => {
    if (node.type !== 'CallExpression') return
    const call = node as CallNode
    const argument = call.arguments[0]
    const kind = requireKind(call.callee)
    const specifier = literalText(argument)
    if (!argument || !kind || specifier === undefined) return
    found.push({ specifier, start: argument.start, end: argument.end, kind, isJson: false })
  })
  return found
}

interface CallNode extends Node {
  readonly callee: Node & { name?: string; object?: Node & { name?: string }; property?: Node }
  readonly arguments: readonly Node[]
}

function requireKind({
  type,
  name,
  object,
  property,
}: CallNode['callee']): ModuleRequest['kind'] | undefined {
  if (type === 'Identifier') return isRequire(name) ? 'require' : undefined
  if (type !== 'MemberExpression' || !property || !isRequire(object?.name)) return undefined
  return keyText(property, false) === 'resolve' ? 'require.resolve' : undefined
}

function isRequire(name: string | undefined): boolean {
  return name === 'require' || name === PLACE_NAMES.require
}

function namesJson(attributes: string): boolean {
  return /\bwith\b[\s\S]*\btype\b[\s\S]*["']json["']/.test(attributes)
}

function unquote(text: string): string | undefined {
  const match = /^(["'`])([^$]*)\1$/.exec(text.trim())
  return match?.[2]
}

function toMistake(file: string, error: Error & { loc?: { line: number; column: number } }): Mistake {
  const message = error.message.split('\n')[0]?.replace(/^\[\w+\]\s*/, '') ?? error.message
  return { file, ...(error.loc && { line: error.loc.line, column: error.loc.column + 1 }), message }
}
