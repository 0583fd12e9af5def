/** A project in a temporary folder, made of files and linked to the built packages. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Project {
  readonly folder: string
  /** The durable store's file. */
  readonly store: string
  /** The telemetry's file. */
  readonly telemetry: string
  remove(): void
}

const workspace = fileURLToPath(new URL('../..', import.meta.url))
const LINKS = { motia: 'packages/motia', '@motia/core': 'packages/core', zod: 'node_modules/zod' }

/** The file of a project that has exactly so many workers of each language, however much work there is. */
export function fixWorkers(count: number): Readonly<Record<string, string>> {
  const config = { workers: { count, max: count } }
  return { 'motia.config.mjs': `export default ${JSON.stringify(config)}\n` }
}

/** @param files by path, beside those of the folder in projects/, if there is one */
export function createProject(name: string, files: Readonly<Record<string, string>> = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), `motia-bench-${name}-`))
  const source = join(workspace, 'bench/projects', name)
  if (existsSync(source)) cpSync(source, folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "bench", "private": true, "type": "module" }\n')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [link, target] of Object.entries(LINKS)) {
    const path = join(folder, 'node_modules', link)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(workspace, target), path, 'dir')
  }
  return {
    folder,
    store: join(folder, '.motia/motia.db'),
    telemetry: join(folder, '.motia/telemetry.db'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
