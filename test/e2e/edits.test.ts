/** A project that is edited while it works: requests, runs and whoever waits for them notice nothing but the new code. */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeEdits, quantile } from '../edits/edit-loop.ts'
import { type TreeUse, useOfTree } from '../edits/process-tree.ts'
import { FILES, toEdit } from '../edits/project.ts'
import { startTraffic } from '../edits/traffic.ts'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

const EDITS = 50
/** Longer than most of the edits take. */
const LONG_MS = 30_000
/** Garbage is not collected at the same moment in all processes. */
const GROWTH_BYTES = 40 * 1024 ** 2
/** Supervisor, app, worker, and the spare ones. */
const PROCESSES = 5

let project: Project
let server: Server
let atRest: TreeUse

beforeAll(async () => {
  project = await createProject('edits')
  for (const name of readdirSync(project.folder)) if (/^motia\.config\./.test(name)) project.remove(name)
  for (const [path, text] of Object.entries(FILES)) project.write(path, text)
  server = await startServer(project)
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

const OTHER = `import { api } from '@motia/core'

export default api({ id: 'other', method: 'GET', path: '/other' }, () => 'other')
`

const edit = (files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) project.write(path, text)
}
const state = async () => (await server.request('GET', '/state')).body
const toMb = ({ pss }: TreeUse) => Math.round(pss / 1024 ** 2)
const begun = (id: string) => project.read('ledger').includes(`begin ${id}\n`)

describe('a project that is edited while it works', () => {
  it('S45 S126: takes fifty edits in a row, and loses, refuses and repeats nothing', async () => {
    const place = { folder: project.folder, url: server.url }
    await server.workbench.trigger('work', { id: 'first', ms: 0 }) // a worker is there from now on
    atRest = await waitFor('all processes to be there', () => {
      const use = useOfTree(server.pid)
      return use.processes === PROCESSES && use
    })
    const traffic = startTraffic({ ...place, longMs: LONG_MS })
    const latencies = await makeEdits({ ...place, count: EDITS, pauseMs: 300 })
    expect(await traffic.stop()).toEqual([])
    const { requests, runs } = traffic.counts()
    const [p50, p95] = [0.5, 0.95].map((share) => Math.round(quantile(latencies, share)))
    console.log(`${EDITS} edits, ${requests} requests, ${runs} runs: p50 ${p50} ms, p95 ${p95} ms`)
  }, 300_000)

  it.runIf(process.platform === 'linux')(
    'S155: takes no more memory, processes and files after the edits than before, once the runs have ended',
    async () => {
      let now = useOfTree(server.pid)
      const isAsBefore = () => {
        now = useOfTree(server.pid)
        const { pss, processes, descriptors } = now
        const isSmall = pss <= atRest.pss + GROWTH_BYTES && descriptors <= atRest.descriptors + 20
        return processes <= PROCESSES && isSmall
      }
      await waitFor('the processes to be as before', isAsBefore, 60_000)
      console.log(`${toMb(atRest)} MB before the edits, ${toMb(now)} MB after`)
    },
    90_000,
  )

  it('cancels a run that goes on in the app before', async () => {
    const { workbench } = server
    const { runs } = await workbench.trigger('work', { id: 'cancelled', ms: 100_000 })
    const runId = runs[0]?.runId as string
    await waitFor('it to begin', () => begun('cancelled'))
    edit(toEdit('helper', 1001))
    await waitFor('the edit', async () => (await state()).helper === 1001)
    expect((await workbench.run(runId)).run.status).toBe('running')
    await project.motia('cancel', runId)
    expect((await workbench.ended(runId)).run.status).toBe('cancelled')
  })

  it('keeps the limit of a step while a run of it goes on in the app before', async () => {
    const file = 'motia/steps/alone.ts'
    const text = (n: number) => `import { appendFileSync } from 'node:fs'
import { event } from '@motia/core'

export default event({ id: 'alone', concurrency: 1 }, async ({ ms }) => {
  appendFileSync('alone', 'begin ${n}\\n')
  await new Promise((resolve) => setTimeout(resolve, ms))
  appendFileSync('alone', 'end ${n}\\n')
})
`
    project.write(file, text(1))
    await waitFor('the step', async () => (await server.workbench.steps()).some(({ id }) => id === 'alone'))
    const first = await server.workbench.trigger('alone', { ms: 3_000 })
    await waitFor('it to begin', () => project.read('alone') === 'begin 1\n')
    edit({ [file]: text(2), ...toEdit('helper', 1002) })
    await waitFor('the edit', async () => (await state()).helper === 1002)
    const second = await server.workbench.trigger('alone', { ms: 0 })
    for (const { runs } of [first, second]) await server.workbench.ended(runs[0]?.runId as string)
    expect(project.read('alone')).toBe('begin 1\nend 1\nbegin 2\nend 2\n')
  })

  it('S61: goes on with the last good version of a step that throws as it is loaded, and with the edits of others', async () => {
    const good = project.read('motia/steps/state.ts')
    project.write('motia/steps/state.ts', `${good}\nthrow new Error('not yet')\n`)
    await server.prints('not yet')
    await server.prints(/motia\/steps\/state\.ts:\d+/)
    edit(toEdit('helper', 1003)) // its last good version lies in a build of its own
    project.write('motia/steps/other.ts', OTHER)
    await waitFor('another step', async () => (await server.request('GET', '/other')).text === '"other"')
    expect((await server.request('GET', '/state')).status).toBe(200)
    project.write('motia/steps/state.ts', good)
    await waitFor('the edit', async () => (await state()).helper === 1003)
  })

  it('S61: serves on while the next code cannot be loaded, says where and why, and takes it once it is mended', async () => {
    project.write('motia/setup.ts', "export const start = () => {\n  throw new Error('no connection')\n}\n")
    await server.prints('no connection')
    await server.prints('goes on until this is mended')
    expect((await state()).helper).toBe(1003)
    project.write('motia/setup.ts', 'export const start = () => {}\n')
    edit(toEdit('helper', 1004))
    await waitFor('the edit', async () => (await state()).helper === 1004)
  })
})
