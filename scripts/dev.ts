/**
 * `npm run dev`: compiles the packages as they are edited, and serves a playground project on them, started again after
 * every change. The playground stays in `.playground/`: its steps are yours to edit.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, symlinkSync, watch } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.ts'
import { root, run, tool } from './command.ts'

const playground = join(root, '.playground')
const bin = join(root, 'packages/motia/dist/cli/bin.js')
/** tsc writes many files for one change. */
const QUIET_MS = 300

await build({ clean: false })
if (!existsSync(playground)) await makePlayground()
spawn(tool('tsc'), ['--build', '--watch', '--preserveWatchOutput'], { cwd: root, stdio: 'inherit' })

let server = serve()
let restarts = Promise.resolve()
let quiet: NodeJS.Timeout | undefined
for (const name of ['core', 'motia']) {
  watch(join(root, 'packages', name, 'dist'), { recursive: true }, () => {
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      restarts = restarts.then(restart)
    }, QUIET_MS)
  })
}

async function restart(): Promise<void> {
  console.log('\n↻ the packages have changed\n')
  await end(server)
  server = serve()
}

function serve(): ChildProcess {
  return spawn(process.execPath, [bin, 'dev'], { cwd: playground, stdio: 'inherit' })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

/** A created project whose packages are the workspace's. */
async function makePlayground(): Promise<void> {
  await run(process.execPath, [bin, 'create', '.playground', '--yes', '--no-install'])
  mkdirSync(join(playground, 'node_modules/@motia'), { recursive: true })
  const links = { motia: 'packages/motia', '@motia/core': 'packages/core', zod: 'node_modules/zod' }
  for (const [name, target] of Object.entries(links)) {
    symlinkSync(join(root, target), join(playground, 'node_modules', name), 'dir')
  }
}
