/** A project with the fixture steps of all languages, and its server: each test file starts one. */
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createProject, type Project } from '../e2e/harness/project.ts'
import { type Server, type ServerOptions, startServer } from '../e2e/harness/server.ts'
import { waitFor } from '../e2e/harness/wait-for.ts'
import type { RunDetail, Workbench } from '../e2e/harness/workbench.ts'
import { LANGUAGES } from './languages.ts'

export interface Fixture {
  readonly project: Project
  readonly server: Server
  readonly workbench: Workbench
  stop(): Promise<void>
}

type LogLine = RunDetail['logs'][number]

const FILES = fileURLToPath(new URL('fixtures', import.meta.url))
/** Two interpreters start besides Node, all on the same few processors. */
const DESCRIBED_MS = 30_000

/** Resolves when every language's api steps are answered. */
export async function startFixture(name: string, options: ServerOptions = {}): Promise<Fixture> {
  const project = await createProject(`runtimes-${name}`)
  cpSync(FILES, project.folder, { recursive: true })
  const server = await startServer(project, options)
  const stop = async () => {
    await server.stop()
    project.dispose()
  }
  try {
    await waitFor('the routes of every language', () => allAnswer(server), DESCRIBED_MS)
  } catch (error) {
    await stop()
    throw new Error(`${(error as Error).message}\n${server.output()}`)
  }
  return { project, server, workbench: server.workbench, stop }
}

async function allAnswer(server: Server): Promise<boolean> {
  for (const { suffix } of LANGUAGES) {
    if ((await server.request('GET', `/${suffix}/answers/nothing`)).status !== 204) return false
  }
  return true
}

/** What a run logged, once there are as many lines. */
export async function logsOf(
  workbench: Workbench,
  runId: string,
  count: number,
): Promise<readonly LogLine[]> {
  return waitFor(`${count} lines of run ${runId}`, async () => {
    const { logs } = await workbench.run(runId)
    return logs.length >= count && logs
  })
}

/** Inputs of the runs of `note-…` that carry the mark, oldest first. */
export async function notesOf(workbench: Workbench, suffix: string, mark: string): Promise<Note[]> {
  const runs = await workbench.runs({ step: `note-${suffix}` })
  const details = await Promise.all(runs.map(({ runId }) => workbench.run(runId)))
  const notes = details.map(({ run }) => ({ ...(run.input as object), run }) as Note)
  return notes.filter((note) => note.mark === mark).reverse()
}

/** What a `note-…` step was triggered with. */
export interface Note {
  readonly mark?: string
  readonly how: string
  readonly attempt?: number
  readonly run: RunDetail['run']
}
