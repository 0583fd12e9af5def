/** The tutorial's project while its chapters go into it: its folder, its terminal, its server, and who it greets. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { createEnvironment } from '../../registry/environment.ts'
import { readTutorialCalls, readTutorialFiles } from '../../tutorial/blocks.ts'
import { succeed } from '../harness/command.ts'
import { makeFolder, openProject, type Project } from '../harness/project.ts'
import type { Server } from '../harness/server.ts'
import { KEYS, type Terminal } from '../harness/terminal.ts'
import { waitFor } from '../harness/wait-for.ts'
import type { RunDetail } from '../harness/workbench.ts'

export const MINUTE_MS = 60_000

/** The requests as printed: 2.4, and both of 9. */
export const [createHong, createMinsu, placeOrder] = readTutorialCalls().map(({ command }) => command) as [
  string,
  string,
  string,
]

export const hong = { name: '홍길동', email: 'hong@example.com', role: 'user' }

/** What `POST /users` answers for a user. */
export const answerFor = (user: object) => ({
  success: true,
  user: {
    ...user,
    id: expect.stringMatching(/^[a-z0-9]{5,11}$/),
    createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
  },
})

export interface Tutorial {
  /** Where the project is made. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly project: Project
  /** Chapter 1 opens these. */
  terminal: Terminal
  server: Server
  /** Of create, install and start. */
  tookMs: number
  /** Puts the files of a section into the project; resolves when the server has them. */
  write(section: string, ...stepIds: string[]): Promise<void>
  /** A command as printed, in a shell, that answers with JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  shell(command: string): Promise<{ readonly body: any; readonly tookMs: number }>
  /** The run of a step that the latest request led to, once it has ended. */
  latest(step: string, timeoutMs?: number): Promise<RunDetail>
  end(): Promise<void>
}

export function beginTutorial(): Tutorial {
  const folder = makeFolder('tutorial')
  const env = createEnvironment({ ...inject('registry'), home: join(folder, 'home') })
  const project = openProject(join(folder, 'motia-tutorial'), env)
  const reloads = () => tutorial.server.output().split('reloaded in').length
  const tutorial = {
    folder,
    env,
    project,
    tookMs: 0,
    async write(section: string, ...stepIds: string[]) {
      const before = reloads()
      for (const file of readTutorialFiles())
        if (file.section === section) project.write(file.path, file.code)
      await waitFor(`a reload with chapter ${section}`, async () => {
        const ids = (await tutorial.server.workbench.steps()).map(({ id }) => id)
        return reloads() > before && stepIds.every((id) => ids.includes(id))
      })
    },
    async shell(command: string) {
      const { stdout, tookMs } = await succeed('bash', ['-c', command], { cwd: project.folder, env })
      return { body: JSON.parse(stdout), tookMs }
    },
    async latest(step: string, timeoutMs?: number) {
      const { workbench } = tutorial.server
      const [run] = await waitFor(`a run of ${step}`, async () => {
        const runs = await workbench.runs({ step })
        return runs.length > 0 && runs
      })
      return workbench.ended(run?.runId as string, timeoutMs)
    },
    async end() {
      tutorial.terminal?.type(KEYS.ctrlC)
      await tutorial.terminal?.ended
      rmSync(folder, { recursive: true, force: true })
    },
  } as unknown as Tutorial
  return tutorial
}
