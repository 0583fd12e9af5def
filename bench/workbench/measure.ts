/** One round of `workbench`: a fresh server and a fresh browser on a project that was seeded before. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import type { Sample, Setting } from '../benchmark.ts'
import { cpuSecondsOf } from '../processes/cpu-time.ts'
import { type MotiaServer, startMotia } from '../processes/motia-server.ts'
import type { Project } from '../processes/project.ts'
import { query } from '../processes/store-file.ts'
import { streamOrders } from './stream.ts'
import { launchChromium, openTab } from './tab.ts'
import { ACTIONS, type FirstScreen, firstScreens } from './views.ts'

/** Panels that are looked at while runs stream in. */
export const LIVE = ['overview', 'flow', 'runs', 'logs'] as const

/** The first moments are those of a fresh page. */
const SETTLE_MS = 2_000

interface Scene {
  readonly project: Project
  readonly server: MotiaServer
  readonly browser: Browser
  /** The Workbench's address. */
  readonly url: string
}

export async function measureWorkbench(
  project: Project,
  setting: Setting,
  runsPerSecond: number,
): Promise<Sample> {
  const server = await startMotia(project, setting, 'dev')
  const browser = await launchChromium()
  const scene = { project, server, browser, url: `http://127.0.0.1:${server.workbenchPort}` }
  const measuring = async () => ({
    ...(await timeFirstScreens(scene)),
    ...(await timeActions(scene)),
    ...(await watchStream(scene, setting.seconds, runsPerSecond)),
  })
  try {
    return await Promise.race([server.died, measuring()])
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function timeFirstScreens({ project, browser, url }: Scene): Promise<Sample> {
  const sample: Record<string, number> = {}
  for (const { panel, path, targets } of screensOf(project)) {
    const tab = await openTab(browser, url)
    sample[panel] = await tab.open(path, targets)
    await tab.close()
  }
  return sample
}

async function timeActions({ browser, url }: Scene): Promise<Sample> {
  const sample: Record<string, number> = {}
  for (const action of ACTIONS) {
    const tab = await openTab(browser, url)
    await tab.open(action.path, action.ready)
    await tab.untilSettled()
    sample[action.name] = await action.run(tab)
    await tab.close()
  }
  return sample
}

/** @param seconds for each of the panels */
async function watchStream(scene: Scene, seconds: number, runsPerSecond: number): Promise<Sample> {
  const { project, server, browser, url } = scene
  const sample: Record<string, number> = {}
  const stream = streamOrders(server.port, runsPerSecond)
  const [before, beganAt, cpu] = [lastRun(project), performance.now(), cpuSecondsOf([server.pid])]
  let tasks = 0
  for (const { panel, path, targets } of screensOf(project).filter(({ panel }) => isLive(panel))) {
    const tab = await openTab(browser, url)
    await tab.open(path, targets)
    await delay(SETTLE_MS)
    await tab.takeHeld()
    await delay(seconds * 1000)
    const held = await tab.takeHeld()
    sample[`task ${panel}`] = Math.max(0, ...held)
    tasks += held.length
    await tab.close()
  }
  const took = (performance.now() - beganAt) / 1000
  sample.tasks = tasks
  sample.cores = (cpuSecondsOf([server.pid]) - cpu) / took
  sample.streamed = (lastRun(project) - before) / took
  await stream.stop()
  return sample
}

function isLive(panel: string): boolean {
  return (LIVE as readonly string[]).includes(panel)
}

/** Of a run that failed within a trace of several. */
function screensOf(project: Project): FirstScreen[] {
  const failed = `SELECT r.id FROM runs r JOIN steps s ON s.id = r.step WHERE s.name = 'charge-card' AND r.status = 5
    ORDER BY r.seq DESC LIMIT 1`
  return firstScreens(query<[string]>(project.store, failed)[0]?.[0] ?? '')
}

/** Places of runs are given in turn. */
function lastRun(project: Project): number {
  return query<[number]>(project.store, 'SELECT max(seq) FROM runs')[0]?.[0] ?? 0
}
