/** Which Node runs both sides: this one, a path, or a major version that npm has the binary of. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const runFile = promisify(execFile)
const cache = fileURLToPath(new URL('.cache', import.meta.url))

/** @param wanted `24`, or the path of a binary; absent: the one that runs this */
export async function resolveNode(wanted: string | undefined): Promise<{ path: string; version: string }> {
  const path = wanted === undefined ? process.execPath : /^\d+$/.test(wanted) ? await install(wanted) : wanted
  const { stdout } = await runFile(path, ['--version'])
  return { path, version: stdout.trim() }
}

/** The binaries that the `node` package depends on, one package a platform: no script, nothing but files. */
async function install(major: string): Promise<string> {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const folder = join(cache, `node-${major}`)
  const path = join(folder, 'node_modules', name, 'bin/node')
  if (existsSync(path)) return path
  console.log(`Installing ${name}@${major}`)
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts']
  await runFile('npm', ['install', '--prefix', folder, ...quiet, `${name}@${major}`])
  return path
}
