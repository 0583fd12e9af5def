/** Our side of the benchmarks `runtimes-…`: projects/runtimes, which has the same steps in each language. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ensureSystemPackages } from '../../test/system-packages.ts'
import type { Setting } from '../benchmark.ts'
import { type MotiaServer, startMotia } from './motia-server.ts'
import { createProject, fixWorkers, type Project } from './project.ts'
import { query, stepSql } from './store-file.ts'

export type Language = 'typescript' | 'python' | 'ruby'

const runFile = promisify(execFile)

const VERSION_QUESTIONS = {
  python: ['python3', '-c', 'import platform; print(platform.python_version())'],
  ruby: ['ruby', '-e', 'puts RUBY_VERSION'],
} as const

/** The version of its interpreter, as the sitting does not tell it of each. */
export async function describeLanguage(language: Language): Promise<Record<string, string>> {
  if (language === 'typescript') return {}
  await ensureSystemPackages(['python3', 'ruby'])
  const [command, ...args] = VERSION_QUESTIONS[language]
  const { stdout } = await runFile(command, args)
  return { [language]: stdout.trim() }
}

/** Exactly so many workers of each language. */
export async function createRuntimesProject(workers: number): Promise<Project> {
  await ensureSystemPackages(['python3', 'ruby'])
  return createProject('runtimes', fixWorkers(workers))
}

/** A server of a fresh project for as long as `measuring` takes. */
export async function withServer<T>(
  workers: number,
  setting: Setting,
  measuring: (server: MotiaServer, project: Project) => Promise<T>,
): Promise<T> {
  const project = await createRuntimesProject(workers)
  const server = await startMotia(project, setting)
  try {
    return await Promise.race([server.died, measuring(server, project)])
  } finally {
    await server.stop()
    project.remove()
  }
}

/** What the handlers of a step returned, in the order of the triggers. */
export function readReturned(project: Project, stepId: string): unknown[] {
  const sql = `SELECT result FROM runs WHERE step = ${stepSql(stepId)} AND status = 0 ORDER BY seq`
  return query<[string]>(project.store, sql).map(([text]) => JSON.parse(text))
}
