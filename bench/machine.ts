/** The facts of a sitting that figures depend on: machine, versions, source. */
import { execFileSync } from 'node:child_process'
import { readFileSync, statfsSync } from 'node:fs'
import { arch, cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os'
import { fileURLToPath } from 'node:url'

const workspace = fileURLToPath(new URL('..', import.meta.url))

export interface Machine {
  readonly system: string
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  /** Of the folder that projects and Redis write to. */
  readonly fileSystem: string
  /** Processes that wanted to run in the minute before. */
  readonly loadBefore: number
  readonly commit: string
}

const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  61267: 'ext4',
  16914836: 'tmpfs',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlay',
}

export function describeMachine(): Machine {
  const kind = statfsSync(tmpdir()).type
  return {
    system: `${type()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    fileSystem: FILE_SYSTEMS[kind] ?? `type ${kind}`,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    commit: readCommit(),
  }
}

/** Of a package, as it is installed in the workspace. */
export function versionOf(name: string): string {
  return JSON.parse(readFileSync(`${workspace}/node_modules/${name}/package.json`, 'utf8')).version
}

function readCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace, encoding: 'utf8' }).trim()
  try {
    const changed =
      git('status', '--porcelain', '--untracked-files=no', 'packages') === '' ? '' : ' + changes'
    return git('rev-parse', '--short', 'HEAD') + changed
  } catch {
    return 'unknown'
  }
}
