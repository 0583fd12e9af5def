/** `http`: an api step with a Zod body, against Fastify with the same body as JSON schema. */
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import { loadHttp } from '../http-load.ts'
import { versionOf } from '../machine.ts'
import { cpuSecondsOf } from '../processes/cpu-time.ts'
import { findFreePort } from '../processes/free-port.ts'
import { startMotia } from '../processes/motia-server.ts'
import { startPeer } from '../processes/peer.ts'
import { createProject } from '../processes/project.ts'
import { query } from '../processes/store-file.ts'

const LOAD = {
  method: 'POST',
  path: '/users',
  body: { name: 'Ada Lovelace', email: 'ada@example.com', role: 'user' },
  connections: 100,
} as const
const WARM_UP_SECONDS = 4

/** Of Fastify's requests a second, by Node's major version: 22 and later have a quicker AsyncLocalStorage. */
const WANTED_SHARE = { before24: 0.8, from24: 0.88 }

export const http: Benchmark = {
  title: 'POST with a validated body, 100 connections',
  runs: 5,
  metrics: [
    { key: 'requestsPerSecond', label: 'requests/s', better: 'more' },
    { key: 'p50Ms', label: 'p50 ms', better: 'less' },
    { key: 'p99Ms', label: 'p99 ms', better: 'less' },
    { key: 'cpuUs', label: 'CPU µs/request', better: 'less' },
    { key: 'miscounted', label: 'requests not counted' },
  ],
  async sides(setting) {
    return [
      {
        name: 'motia',
        settings: { ...LOAD, schema: 'zod', zod: versionOf('zod') },
        measure: () => measureMotia(setting),
      },
      {
        name: 'fastify',
        settings: { ...LOAD, schema: 'JSON schema', fastify: versionOf('fastify') },
        measure: () => measureFastify(setting),
      },
    ]
  },
  aims: (medians, { nodeMajor }) => [
    {
      what: "requests/s, of Fastify's",
      reached: medians('motia', 'requestsPerSecond') / medians('fastify', 'requestsPerSecond'),
      wanted: nodeMajor >= 24 ? WANTED_SHARE.from24 : WANTED_SHARE.before24,
      bound: 'at least',
    },
    { what: 'requests not counted', reached: medians('motia', 'miscounted'), wanted: 0, bound: 'at most' },
  ],
}

async function measureMotia(setting: Setting): Promise<Sample> {
  const project = createProject('http')
  const server = await startMotia(project, setting)
  const sample = await measure(server, setting).finally(() => server.stop())
  const { sent, ...figures } = sample
  const counted = query<[number]>(
    project.telemetry,
    "SELECT ended FROM counters WHERE step_id = 'create-user' AND kind = 'request'",
  )
  project.remove()
  return { ...figures, miscounted: Math.abs(sent - (counted[0]?.[0] ?? 0)) }
}

async function measureFastify(setting: Setting): Promise<Sample> {
  const port = await findFreePort()
  const server = await startPeer('fastify.mjs', setting.node, { port })
  const { sent: _, ...figures } = await measure({ ...server, port }, setting).finally(() => server.stop())
  return figures
}

async function measure({ port, pid }: { port: number; pid: number }, { seconds }: Setting) {
  const warmUp = await loadHttp({ port, ...LOAD, amount: { seconds: WARM_UP_SECONDS } })
  const cpuBefore = cpuSecondsOf([pid])
  const load = await loadHttp({ port, ...LOAD, amount: { seconds } })
  const { requestsPerSecond, p50Ms, p99Ms } = load
  const cpuUs = ((cpuSecondsOf([pid]) - cpuBefore) * 1e6) / load.requests
  return { requestsPerSecond, p50Ms, p99Ms, cpuUs, sent: warmUp.requests + load.requests }
}
