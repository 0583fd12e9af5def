/**
 * The operating system's side of a worker: its process, in a group of its own, what it prints, and how it ends.
 * worker-process.ts speaks to it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { readLines } from '../wire/lines.ts'
import type { WorkerEnd } from './start-failure.ts'

/** What is spawned. */
export interface ChildCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

export interface ChildEvents {
  /** A line on its plain stdout or stderr. */
  output(line: string, stream: 'stdout' | 'stderr'): void
  /** Its process is gone; what it wrote before is still read. */
  exiting(): void
  /** Gone, and heard to the end. */
  ended(end: WorkerEnd): void
}

/** Of one that was spawned ahead, until somebody needs it. */
const UNHEARD: ChildEvents = { output: () => {}, exiting: () => {}, ended: () => {} }

/** After its end is known, what it still said is read for at most this long. */
const LAST_WORDS_MS = 250
/** Lines of stderr that are remembered. */
const KEPT_LINES = 20

export class WorkerChild {
  /** 0 if it could not be spawned. */
  readonly pid: number
  /** Its descriptor 3. */
  readonly channel: Duplex
  /** Until then what it writes to stderr is remembered as its last words. */
  isStarting = true
  /** Its process is gone, if not yet heard to the end. */
  isExiting = false
  readonly lastWords: string[] = []
  readonly #child: ChildProcess
  /** What it was spawned with. */
  readonly env: NodeJS.ProcessEnv
  #events: ChildEvents

  constructor({ command, args, cwd, env }: ChildCommand, events: ChildEvents = UNHEARD) {
    // Its own process group, so that what it spawns can be ended with it.
    const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const
    const child = spawn(command, args, { cwd, env, stdio: [...stdio], detached: true })
    this.#child = child
    this.env = env
    this.#events = events
    this.pid = child.pid ?? 0
    this.channel = child.stdio[3] as Duplex
    readLines(child.stdout as Readable, (line) => this.#events.output(line, 'stdout'))
    readLines(child.stderr as Readable, (line) => {
      if (this.isStarting && this.lastWords.push(line) > KEPT_LINES) this.lastWords.shift()
      this.#events.output(line, 'stderr')
    })
    child.on('error', ({ message, code = '' }: NodeJS.ErrnoException) =>
      this.#end(`could not be started: ${message}`, { spawnError: code }),
    )
    child.on('exit', (code, signal) => this.#exiting(code, signal))
  }

  /** Somebody needs it: from now on it is heard. */
  adopt(events: ChildEvents): void {
    this.#events = events
  }

  /** At once, with everything that it spawned. */
  kill(): void {
    if (this.pid === 0) return
    try {
      process.kill(-this.pid, 'SIGKILL')
    } catch {
      // Nobody is left in the group.
    }
  }

  #exiting(code: number | null, signal: string | null): void {
    this.isExiting = true
    this.#events.exiting()
    this.kill() // what it spawned would keep its pipes open
    const end = () =>
      signal ? this.#end(`signal ${signal}`) : this.#end(`exit code ${code}`, { exitCode: code ?? 0 })
    this.#child.once('close', end)
    setTimeout(end, LAST_WORDS_MS).unref()
  }

  #end(cause: string, facts: Pick<WorkerEnd, 'exitCode' | 'spawnError'> = {}): void {
    this.#events.ended({ cause, ...facts, lastWords: this.lastWords })
  }
}
