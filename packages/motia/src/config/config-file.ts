/**
 * Finds the project's motia.config.* and evaluates it, fresh every time: CommonJS or ESM by what it looks like,
 * whatever package.json says, TypeScript too. Called by load.ts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compileFunction, constants } from 'node:vm'
import { importCompiled } from './compiled-file.ts'
import { CONFIG_FILES } from './file-names.ts'

/** The names of all config files in the project's root; the first is the one that counts. */
export function findConfigFiles(root: string): string[] {
  return CONFIG_FILES.filter((name) => existsSync(join(root, name)))
}

/** What the file exports. @throws whatever it throws, and its syntax error */
export async function evaluateConfigFile(root: string, name: string): Promise<unknown> {
  const path = join(root, name)
  const code = readFileSync(path, 'utf8')
  const isCommonJs = !name.endsWith('ts') && !looksLikeModule(code, name)
  return unwrap(isCommonJs ? evaluateCommonJs(path, code) : await importCompiled(root, path))
}

/** The default export of a module, of ESM or of compiled CommonJS. */
function unwrap(exported: unknown): unknown {
  const isWrapped = typeof exported === 'object' && exported !== null && 'default' in exported
  return isWrapped ? unwrap(exported.default) : exported
}

function looksLikeModule(code: string, name: string): boolean {
  if (name.endsWith('.cjs')) return false
  return name.endsWith('.mjs') || /^\s*(import\s*['"{*\w]|export\s)/m.test(code)
}

/** Node's own loader would take a `.js` for ESM in a package of `"type": "module"`, and would keep it. */
function evaluateCommonJs(path: string, code: string): unknown {
  const require = createRequire(path)
  const module = { exports: {} }
  const names = ['exports', 'require', 'module', '__filename', '__dirname']
  const evaluate = compileFunction(code.replace(/^#!.*/, ''), names, {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const before = new Set(Object.keys(require.cache))
  evaluate.call(module.exports, module.exports, require, module, path, dirname(path))
  forgetSince(before, require)
  return module.exports
}

/** So that a reload reads the project's own files that the config requires again. */
function forgetSince(before: ReadonlySet<string>, require: NodeJS.Require): void {
  for (const file of Object.keys(require.cache)) {
    if (!before.has(file) && !file.includes('node_modules')) delete require.cache[file]
  }
}
