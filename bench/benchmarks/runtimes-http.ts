/** `runtimes-http`: an api step in Python with a body of three texts, against FastAPI with the same as a pydantic model. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import { loadHttp } from '../http-load.ts'
import { cpuSecondsOf } from '../processes/cpu-time.ts'
import { describeLanguage, withServer } from '../processes/runtimes.ts'
import { describeFastapi, startFastapi } from '../processes/uvicorn.ts'

const LOAD = {
  method: 'POST',
  path: '/users',
  body: { name: 'Ada Lovelace', email: 'ada@example.com', role: 'user' },
  connections: 100,
} as const
const WARM_UP_SECONDS = 3
const WORKERS = 1

export const runtimesHttp: Benchmark = {
  title: 'Python: POST with a validated body, 100 connections',
  runs: 5,
  metrics: [
    { key: 'requestsPerSecond', label: 'requests/s', better: 'more' },
    { key: 'p50Ms', label: 'p50 ms', better: 'less' },
    { key: 'p99Ms', label: 'p99 ms', better: 'less' },
    { key: 'cpuSeconds', label: 'CPU s/1,000 requests, all processes', better: 'less' },
  ],
  async sides(setting) {
    const ours = { ...LOAD, workers: WORKERS, ...(await describeLanguage('python')) }
    return [
      { name: 'motia', settings: ours, measure: () => measureMotia(setting) },
      {
        name: 'fastapi',
        settings: { ...LOAD, ...(await describeFastapi()) },
        measure: () => measureFastapi(setting),
      },
    ]
  },
  aims: (medians) => [
    {
      what: "requests/s, of FastAPI's",
      reached: medians('motia', 'requestsPerSecond') / medians('fastapi', 'requestsPerSecond'),
      wanted: 1.5,
      bound: 'at least',
    },
  ],
}

function measureMotia(setting: Setting): Promise<Sample> {
  return withServer(WORKERS, setting, async (server) => {
    await untilDescribed(server.port)
    return measure(server, setting)
  })
}

/** Until the worker has told of its steps, their routes answer 503. */
async function untilDescribed(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}${LOAD.path}`
  const request = {
    method: LOAD.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LOAD.body),
  }
  for (;;) {
    const response = await fetch(url, request)
    await response.body?.cancel()
    if (response.status !== 503) return
    await delay(10)
  }
}

async function measureFastapi(setting: Setting): Promise<Sample> {
  const server = await startFastapi()
  return Promise.race([server.died, measure(server, setting)]).finally(() => server.stop())
}

async function measure({ port, pid }: { port: number; pid: number }, { seconds }: Setting): Promise<Sample> {
  await loadHttp({ port, ...LOAD, amount: { seconds: WARM_UP_SECONDS } })
  const cpuBefore = cpuSecondsOf([pid])
  const load = await loadHttp({ port, ...LOAD, amount: { seconds } })
  const { requestsPerSecond, p50Ms, p99Ms, requests } = load
  return {
    requestsPerSecond,
    p50Ms,
    p99Ms,
    cpuSeconds: ((cpuSecondsOf([pid]) - cpuBefore) * 1000) / requests,
  }
}
