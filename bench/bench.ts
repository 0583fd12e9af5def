/**
 * `npm run bench -- <name> …`: one or more benchmarks, each in a sitting of its own. README.md lists them. Exits with
 * 1 if an aim was missed.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Benchmark, isReached, type Watchers } from './benchmark.ts'
import { resolveNode } from './node-binary.ts'
import { describeSitting, writeSitting } from './report.ts'
import { type SittingOptions, sit } from './sitting.ts'
import { toWatched } from './watched.ts'

const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  http: async () => (await import('./benchmarks/http.ts')).http,
  jobs: async () => (await import('./benchmarks/jobs.ts')).jobs,
  'jobs-lines': async () => (await import('./benchmarks/jobs-lines.ts')).jobsLines,
  post: async () => (await import('./benchmarks/post.ts')).post,
  latency: async () => (await import('./benchmarks/latency.ts')).latency,
  turns: async () => (await import('./benchmarks/turns.ts')).turns,
  start: async () => (await import('./benchmarks/start.ts')).start,
  reload: async () => (await import('./benchmarks/reload.ts')).reload,
  memory: async () => (await import('./benchmarks/memory.ts')).memory,
  workbench: async () => (await import('./benchmarks/workbench.ts')).workbench,
  'runtimes-latency': async () => (await import('./benchmarks/runtimes-latency.ts')).runtimesLatency,
  'runtimes-jobs': async () => (await import('./benchmarks/runtimes-jobs.ts')).runtimesJobs,
  'runtimes-http': async () => (await import('./benchmarks/runtimes-http.ts')).runtimesHttp,
  'runtimes-blocking': async () => (await import('./benchmarks/runtimes-blocking.ts')).runtimesBlocking,
}

/** One name for several. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  runtimes: Object.keys(BENCHMARKS).filter((name) => name.startsWith('runtimes-')),
}

const USAGE = `npm run bench -- <${[...Object.keys(BENCHMARKS), ...Object.keys(GROUPS)].join('|')}> … [options]
  --runs N       rounds of each side (5 or more for a figure to cite)
  --node N|PATH  Node for both sides: a major version, fetched from npm, or a binary
  --seconds N    load of a round (10)
  --fed N        runs or jobs of a round, where a number of them is fed
  --only SIDE    measures this side alone, prints, writes no results
  --watchers N   ours with N subscribers of the Workbench's live stream, against ours alone
  --browser      ours with Chromium on the Workbench's overview, against ours alone
  --profile DIR  CPU profiles of our processes go there (figures are worth nothing then)`

/** Above it, the machine has other things to do. */
const BUSY_LOAD = 0.7

await main()

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      node: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      fed: { type: 'string' },
      only: { type: 'string' },
      watchers: { type: 'string', default: '0' },
      browser: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  const names = positionals.flatMap((name) => GROUPS[name] ?? [name])
  if (values.help || names.length === 0 || names.some((name) => !(name in BENCHMARKS))) {
    console.log(USAGE)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const node = await resolveNode(values.node)
  const setting = {
    node: node.path,
    nodeMajor: Number.parseInt(node.version.slice(1), 10),
    seconds: Number(values.seconds),
    fed: values.fed === undefined ? undefined : Number(values.fed),
    profile: values.profile === undefined ? undefined : resolve(values.profile),
  }
  const watchers = { clients: Number(values.watchers), hasBrowser: values.browser }
  const { runs, only } = values
  for (const name of names) await run({ name, watchers, runs, only, nodeVersion: node.version, setting })
}

interface Run extends Pick<SittingOptions, 'name' | 'only' | 'nodeVersion' | 'setting'> {
  readonly watchers: Watchers
  /** As given. */
  readonly runs: string | undefined
}

async function run({ name, watchers, runs: wanted, ...options }: Run): Promise<void> {
  const { only, nodeVersion, setting } = options
  const plain = await (BENCHMARKS[name] as () => Promise<Benchmark>)()
  const isWatched = watchers.clients > 0 || watchers.hasBrowser
  const benchmark = isWatched ? toWatched(plain, watchers) : plain
  const runs = wanted === undefined ? benchmark.runs : Number(wanted)
  console.log(`\n${name}, Node ${nodeVersion}, ${runs} rounds`)
  const sitting = await sit({ ...options, name: isWatched ? `${name}-watched` : name, benchmark, runs })
  console.log(describeSitting(sitting))
  const { loadBefore } = sitting.machine
  if (loadBefore > BUSY_LOAD) console.log(`! the machine was busy before (load ${loadBefore})`)
  if (setting.profile === undefined && only === undefined) console.log(writeSitting(sitting))
  if (!sitting.aims.every(isReached)) process.exitCode = 1
}
