/**
 * `npm run nodes`: the tests of whatever SQLite does, the store's conformance suite above all, on other Nodes than this
 * one, fetched from npm, each with the driver that it chooses and with libsql.
 */
import { resolveNode } from '../bench/node-binary.ts'
import { execute, isMain, root } from './command.ts'

const NODES = ['20', '22', '24', '26']
const DRIVERS = ['', 'libsql']
const TESTS = ['sqlite', 'stores', 'observability', 'workbench/reading'].map(
  (name) => `packages/motia/src/${name}`,
)

/** @returns what failed, as `<node> <driver>` */
async function runOnAll(nodes: readonly string[]): Promise<string[]> {
  const failed: string[] = []
  for (const node of nodes) {
    const { path, version } = await resolveNode(node)
    for (const driver of DRIVERS) {
      const name = `Node ${version}, ${driver || 'its own choice'}`
      const args = [`${root}/node_modules/vitest/vitest.mjs`, 'run', '--project', 'unit', ...TESTS]
      process.env.MOTIA_SQLITE_DRIVER = driver
      const began = performance.now()
      const { exitCode, output } = await execute(path, args, 'capture')
      if (exitCode !== 0) {
        failed.push(name)
        console.log(output)
      }
      const seconds = ((performance.now() - began) / 1000).toFixed(0)
      console.log(`${exitCode === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
    }
  }
  return failed
}

if (isMain(import.meta.url)) {
  const wanted = process.argv.slice(2)
  if ((await runOnAll(wanted.length > 0 ? wanted : NODES)).length > 0) process.exitCode = 1
}
