/** A running `motia dev` or `motia start`, and HTTP to it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Project } from './project.ts'
import { waitFor } from './wait-for.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly body: any
  readonly tookMs: number
}

export interface Server {
  readonly url: string
  readonly workbench: Workbench
  /** Of the supervisor. */
  readonly pid: number
  /** Everything it has printed. */
  output(): string
  /** Waits until it has printed this. */
  prints(text: string | RegExp): Promise<void>
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Asks it to end, as Ctrl-C would; resolves to the exit code. @throws with what it printed, if a signal ended it */
  stop(): Promise<number | null>
  /** SIGKILL to the supervisor alone. */
  kill(): Promise<void>
}

export interface ServerOptions {
  readonly command?: 'dev' | 'start'
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** A program that runs it (`strace`, say), with its arguments. */
  readonly under?: readonly string[]
}

const READY_MS = 30_000

/** Starts it on free ports; resolves when it answers and has said so. @throws with what it printed, if it ends or does not answer */
export async function startServer(project: Project, options: ServerOptions = {}): Promise<Server> {
  const { command = 'dev', args = [], env = {}, under = [] } = options
  const line = [...under, process.execPath, project.bin, command, ...args]
  const ports = { PORT: '0', MOTIA_WORKBENCH_PORT: '0' }
  const child = spawn(line[0] as string, line.slice(1), {
    cwd: project.folder,
    env: { ...project.env, ...ports, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return followServer(child, project.folder)
}

/** A server that was started: resolves when it answers. */
export async function followServer(child: ChildProcess, folder: string): Promise<Server> {
  const exited = once(child, 'exit')
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk
    })
  }
  const output = () => stripVTControlCharacters(printed)
  const startedAt = Date.now()
  const ready = async () => {
    const record = await readRecord(child, folder, startedAt)
    return record && output().includes(`:${new URL(record.apiUrl).port}`) && record
  }
  const record = await waitFor('the server', ready, READY_MS).catch((error) => {
    child.kill('SIGKILL')
    throw new Error(`${error.message}\n${output()}`)
  })
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    url: record.apiUrl,
    workbench: openWorkbench(record.workbenchUrl ?? '', readToken(folder)),
    pid: record.pid,
    output,
    async prints(text) {
      const found = () => (typeof text === 'string' ? output().includes(text) : text.test(output()))
      await waitFor(`${text} to be printed`, found)
    },
    request: (method, path, body, headers) => request(`${record.apiUrl}${path}`, method, body, headers),
    async stop() {
      if (!hasEnded()) child.kill('SIGTERM')
      if (!hasEnded()) await exited
      if (child.signalCode !== null) throw new Error(`${child.signalCode} ended it\n${output()}`)
      return child.exitCode
    },
    async kill() {
      process.kill(record.pid, 'SIGKILL')
      await exited
    },
  }
}

/** One request; JSON unless the body is text. */
export async function request(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const beganAt = performance.now()
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const tookMs = performance.now() - beganAt
  return { status: response.status, headers: response.headers, text, body: parse(text), tookMs }
}

/** What the supervisor leaves in the project once it is ready. */
async function readRecord(child: ChildProcess, folder: string, startedAt: number) {
  if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
  const record = JSON.parse(readFileSync(join(folder, '.motia/server.json'), 'utf8'))
  if (record.startedAt < startedAt) return undefined
  const health = await request(`${record.apiUrl}/_motia/health`, 'GET')
  return health.status === 200 ? record : undefined
}

/** Nothing where there is no Workbench. */
function readToken(folder: string): string {
  const path = join(folder, '.motia/workbench.token')
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
