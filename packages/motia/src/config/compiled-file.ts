/**
 * Evaluates a config file in TypeScript or ESM syntax, whatever package.json says. Bundles it with the files of the
 * project that it imports, so that nothing of it is cached; the compiler is loaded only here. Called by config-file.ts.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadCompiler } from './load-compiler.ts'

/** Anything but a path: packages stay outside, and are found from `.motia/` as from the root. */
const PACKAGES = /^(?!\.{0,2}[/\\]|[a-zA-Z]:[/\\])/

/** The module's namespace, evaluated anew at each call. @throws what it throws, or the compiler's findings */
export async function importCompiled(root: string, path: string): Promise<unknown> {
  const folder = join(root, '.motia')
  const output = join(folder, `motia.config-${randomUUID()}.mjs`)
  const { code, map } = await bundle(root, path, output)
  mkdirSync(folder, { recursive: true })
  writeFileSync(output, `${code}\n//# sourceMappingURL=data:application/json;base64,${toBase64(map)}\n`)
  const before = process.sourceMapsEnabled
  process.setSourceMapsEnabled(true) // so that what it throws names the line that the author knows
  try {
    return await import(pathToFileURL(output).href)
  } catch (error) {
    void (error as Error | undefined)?.stack // put into words while the source map is at hand
    throw error
  } finally {
    process.setSourceMapsEnabled(before)
    rmSync(output, { force: true })
  }
}

async function bundle(root: string, path: string, output: string): Promise<{ code: string; map: string }> {
  const { build } = await loadCompiler(() => import('rolldown'))
  const place = { file: JSON.stringify(path), folder: JSON.stringify(dirname(path)) }
  const { output: chunks } = await build({
    input: path,
    cwd: root,
    platform: 'node',
    external: PACKAGES,
    logLevel: 'silent',
    write: false,
    transform: {
      define: {
        __filename: place.file,
        __dirname: place.folder,
        'import.meta.filename': place.file,
        'import.meta.dirname': place.folder,
        'import.meta.url': JSON.stringify(pathToFileURL(path).href),
      },
    },
    output: { file: output, format: 'es', sourcemap: true, codeSplitting: false },
  })
  return { code: chunks[0].code, map: String(chunks[0].map) }
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}
