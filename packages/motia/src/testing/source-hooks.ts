/**
 * What Node is told of a project's own files as it loads them: where an import leads, and what is in it once its types
 * are gone. In Node's own thread or, before 22.15, in one for hooks. Registered by register.ts.
 */
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseSync, TsconfigCache, transformSync } from 'rolldown/utils'
import { createResolver } from '../discovery/resolve.ts'
import { readTsconfig } from '../discovery/tsconfig.ts'

/** As Node calls it: the next hook is Node's own, or that of another loader. */
interface Context {
  readonly parentURL?: string | undefined
  readonly format?: string | null | undefined
}

const root = process.cwd()
const { path: tsconfig } = readTsconfig(root)
const cache = new TsconfigCache(tsconfig)
const resolver = createResolver(root, tsconfig)

/** Without an extension, `.js` for `.ts`, by a path of tsconfig.json: as they are found in `motia dev`. */
export function resolve<C extends Context, R>(
  specifier: string,
  context: C,
  next: (specifier: string, context: C) => R,
): R | { readonly url: string; readonly shortCircuit: true } {
  const { parentURL } = context
  if (parentURL === undefined || !isOwn(parentURL) || /^[a-z]+:/.test(specifier))
    return next(specifier, context)
  const found = resolver.resolve(fileURLToPath(parentURL), specifier)
  if (found.type !== 'source') return next(specifier, context)
  return { url: pathToFileURL(found.path).href, shortCircuit: true }
}

/** @throws SyntaxError with the compiler's findings */
export function load<C extends Context, R>(
  url: string,
  context: C,
  next: (url: string, context: C) => R,
): R | { readonly format: 'module'; readonly source: string; readonly shortCircuit: true } {
  if (!isOwn(url) || !/\.m?[jt]sx?$/.test(new URL(url).pathname)) return next(url, context)
  const path = fileURLToPath(url)
  const text = readFileSync(path, 'utf8')
  const isTyped = /\.m?tsx?$/.test(extname(path))
  if (!isTyped && !parseSync(path, text, { sourceType: 'unambiguous' }).module.hasModuleSyntax)
    return next(url, context)
  return { format: 'module', source: compile(path, text), shortCircuit: true }
}

function compile(path: string, text: string): string {
  const options = { sourcemap: true, target: 'node20', tsconfig: tsconfig ?? false } as const
  const { code, map, errors } = transformSync(path, text, options, cache)
  if (errors.length > 0) throw new SyntaxError(errors.map(({ message }) => message).join('\n'))
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64')
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`
}

function isOwn(url: string): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/')
}
