/**
 * Writes a transformed file into the build folder: its imports lead to the compiled files beside it, its source map
 * and its own place to the source. Called by compile.ts.
 */
import { dirname, join, relative } from 'node:path'
import { LOADER } from './manifest.ts'
import { type Project, type SourceFile, toName } from './project.ts'
import type { Resolution } from './resolve.ts'
import { type ModuleRequest, PLACE_NAMES, type TransformedFile } from './transform.ts'

/** A file to write, absolute path to text. */
export type Output = readonly [path: string, text: string]

export interface EmitContext {
  readonly project: Project
  readonly buildDir: string
  /** Of a project file that is compiled too. */
  formatOf(path: string): 'esm' | 'cjs' | undefined
}

/** Where the compiled form of a source is. Nothing else of the project has that path. */
export function outputPath(buildDir: string, name: string, extension: string): string {
  return join(buildDir, `${name.replaceAll('../', '__up/')}${extension}`)
}

export function extensionOf(format: 'esm' | 'cjs'): string {
  return format === 'esm' ? '.mjs' : '.cjs'
}

/** Where a piece of the compiler's runtime is. */
export function runtimePath(buildDir: string, name: string): string {
  return join(buildDir, '__runtime', `${name}.mjs`)
}

/** Loads packages as the modules of the build do, wherever whoever asks for them lies. */
export function emitLoader(buildDir: string): Output {
  const lines = [
    "import { createRequire } from 'node:module'",
    'const require = createRequire(import.meta.url)',
    "export const load = (name, kind) => (kind === 'require' ? require(name) : import(name))",
  ]
  return [join(buildDir, LOADER), `${lines.join('\n')}\n`]
}

/** The module, its source map at its end: one file to write and to read instead of two. */
export function emitModule(file: SourceFile, transformed: TransformedFile, context: EmitContext): Output {
  const path = outputPath(context.buildDir, file.name, extensionOf(transformed.format))
  const code = relink(file, transformed, path, context)
  const source = toUrlPath(dirname(path), file.path)
  const header = declarePlace(code, transformed.format, source)
  const { names, mappings } = transformed
  const map = { version: 3, sources: [source], names, mappings: header === '' ? mappings : `;${mappings}` }
  const data = Buffer.from(JSON.stringify(map)).toString('base64')
  return [path, `${header}${code}\n//# sourceMappingURL=data:application/json;base64,${data}\n`]
}

/** JSON as a module, with a named export for each key that can be one, as bundlers have it; and as it is. */
export function emitJson(file: SourceFile, buildDir: string): Output[] {
  const value: unknown = JSON.parse(file.code)
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  const named = keys
    .filter((key) => key !== 'default' && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key))
    .map((key, i) => `const $${i} = $[${JSON.stringify(key)}]\nexport { $${i} as ${key} }`)
  const lines = [`const $ = ${file.code.trim()}`, 'export default $', ...named]
  return [
    [outputPath(buildDir, file.name, '.mjs'), `${lines.join('\n')}\n`],
    [outputPath(buildDir, file.name, ''), file.code],
  ]
}

/** Imports rewritten, from the last to the first so that places stay true. */
function relink(
  file: SourceFile,
  { code, imports, format }: TransformedFile,
  path: string,
  context: EmitContext,
): string {
  let linked = code
  for (const request of [...imports].sort((a, b) => b.start - a.start)) {
    const specifier = linkTo(file, request, format, path, context)
    if (specifier === undefined) continue
    linked = linked.slice(0, request.start) + JSON.stringify(specifier) + linked.slice(request.end)
  }
  return linked
}

/** What an import has to say in the build folder; `undefined` for what it said before. */
function linkTo(
  file: SourceFile,
  request: ModuleRequest,
  format: 'esm' | 'cjs',
  path: string,
  { project, buildDir, formatOf }: EmitContext,
): string | undefined {
  const target = project.resolve(file, request.specifier)
  const isImport = request.kind === 'static' || request.kind === 'dynamic'
  // In ESM `require` is made for the place of the source, in CommonJS it is Node's own, of the output.
  const from = !isImport && format === 'esm' ? dirname(file.path) : dirname(path)
  const to = (absolute: string) => (isImport ? toUrlPath(from, absolute) : toPath(from, absolute))
  if (request.kind === 'require.resolve') return isLocal(target) ? to(target.path) : undefined
  switch (target.type) {
    case 'source': {
      const targetFormat = formatOf(target.path)
      if (!targetFormat) return to(target.path)
      return to(outputPath(buildDir, toName(project.root, target.path), extensionOf(targetFormat)))
    }
    case 'json': {
      const extension = isImport && !request.isJson ? '.mjs' : ''
      return to(outputPath(buildDir, toName(project.root, target.path), extension))
    }
    case 'asset':
      return to(target.path)
    case 'runtime':
      return to(runtimePath(buildDir, target.name))
    case 'package':
      // Elsewhere in the monorepo other packages may be in reach than here.
      return file.name.startsWith('../') && target.path !== undefined ? to(target.path) : undefined
    case 'missing':
      return request.specifier.startsWith('.') ? to(join(dirname(file.path), request.specifier)) : undefined
  }
}

function isLocal(target: Resolution): target is Extract<Resolution, { type: 'source' | 'json' | 'asset' }> {
  return target.type === 'source' || target.type === 'json' || target.type === 'asset'
}

/** One line that declares the names for the source's place that occur in the code; empty if there are none. */
function declarePlace(code: string, format: 'esm' | 'cjs', source: string): string {
  const { url, file, folder, require } = PLACE_NAMES
  const isUsed = (name: string) => code.includes(name)
  if (![url, file, folder, require].some(isUsed)) return ''
  const isStrict = /^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*(['"])use strict\2/.test(code)
  const own = format === 'esm' ? 'import.meta.url' : '__motia_u.pathToFileURL(__filename).href'
  const load = { u: 'node:url', p: 'node:path', m: 'node:module' }
  const loads = Object.entries(load).map(([letter, name]) =>
    format === 'esm'
      ? `import * as __motia_${letter} from "${name}";`
      : `const __motia_${letter} = require("${name}");`,
  )
  const names = [
    `${url} = new URL(${JSON.stringify(source)}, ${own}).href`,
    `${file} = __motia_u.fileURLToPath(${url})`,
    `${folder} = __motia_p.dirname(${file})`,
    `${require} = __motia_m.createRequire(${url})`,
  ]
  return `${isStrict ? '"use strict"; ' : ''}${loads.join(' ')} const ${names.join(', ')};\n`
}

function toPath(from: string, to: string): string {
  const path = relative(from, to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

function toUrlPath(from: string, to: string): string {
  return toPath(from, to).split('/').map(encodeURIComponent).join('/')
}
