/**
 * The host's end of a worker that is checked: spawns the command as the app would, writes frames whole or in pieces,
 * and keeps everything that came. worker.ts speaks through it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { openChannel } from '../../wire/channel.ts'
import { readLines } from '../../wire/lines.ts'
import type { HostMessage, WorkerMessage } from '../../wire/protocol.ts'
import { short, Wrong } from './expect.ts'

/** How the worker's author starts it. */
export interface WorkerCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A reader that is slow gets several bytes at once, but never those on both sides of a pause. */
const PAUSE_MS = 20
const PAUSE_BYTES = 40
/** Between the end of a process and that of its channel. */
const LAST_WORDS_MS = 250
const JOURNAL_LINES = 200
const JOURNAL_CHARS = 500

export class WorkerHost {
  /** All messages that came, in order. */
  readonly messages: WorkerMessage[] = []
  /** What was sent (→), came (←) and was printed (│), for the report. */
  readonly journal: string[] = []
  ending: Ending | undefined
  /** The worker closed its channel, or broke the protocol: why. */
  closed: string | undefined
  onMessage: (message: WorkerMessage) => void = () => {}
  readonly #child: ChildProcess
  readonly #stream: Duplex
  readonly #patienceMs: number
  #isOver = false
  readonly #waiting = new Set<() => void>()

  constructor({ command, args, cwd, env }: WorkerCommand, patienceMs: number) {
    this.#patienceMs = patienceMs
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    })
    this.#child = child
    this.#stream = child.stdio[3] as Duplex
    openChannel<WorkerMessage, HostMessage>(this.#stream, {
      message: (message) => this.#receive(message),
      closed: (cause) => {
        this.closed = cause ? `it broke the protocol: ${cause.message}` : 'it closed the channel'
        this.#conclude()
      },
    })
    for (const output of [child.stdout, child.stderr] as Readable[])
      readLines(output, (line) => this.#note(`│ ${line}`))
    child.on('error', (error) => this.#end({ code: null, signal: null }, error.message))
    child.on('exit', (code, signal) => this.#end({ code, signal }))
  }

  /** In one frame, at once. */
  send(...messages: object[]): void {
    for (const message of messages) this.#note(`→ ${short(message, JOURNAL_CHARS)}`)
    this.#stream.write(toFrame(messages))
  }

  /** In a frame that arrives byte by byte. */
  async sendSlowly(...messages: object[]): Promise<void> {
    for (const message of messages) this.#note(`→ ${short(message, JOURNAL_CHARS)}, byte by byte`)
    for (const [i, byte] of toFrame(messages).entries()) {
      this.#stream.write(Buffer.of(byte))
      const isLong = i < 5 || i % PAUSE_BYTES === 0
      await new Promise((resolve) => (isLong ? setTimeout(resolve, PAUSE_MS) : setImmediate(resolve)))
    }
  }

  /** @param words what they are, for the report */
  sendBytes(bytes: Buffer, words: string): void {
    this.#note(`→ ${words}`)
    this.#stream.write(bytes)
  }

  /** What `find` gives, as soon as it gives something. @throws `Wrong` if that lasts too long, or the worker ends */
  waitFor<T>(what: string, find: () => T | undefined, patienceMs = this.#patienceMs): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
      }
      const look = () => {
        const found = find()
        if (found !== undefined) {
          finish()
          resolve(found)
        } else if (this.#isOver) {
          finish()
          reject(new Wrong(`${what} did not come: ${this.#lastWords()}`))
        }
      }
      const timer = setTimeout(() => {
        finish()
        reject(new Wrong(`${what} did not come within ${patienceMs} ms`))
      }, patienceMs)
      this.#waiting.add(look)
      look()
    })
  }

  /** How the process ends. @throws `Wrong` if it does not */
  async waitForEnd(patienceMs = this.#patienceMs): Promise<Ending> {
    const deadline = Date.now() + patienceMs
    while (!this.ending) {
      if (Date.now() > deadline) throw new Wrong(`the process did not end within ${patienceMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return this.ending
  }

  /** To the whole process group. */
  signal(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal)
    } catch {
      // Nobody is left in the group.
    }
  }

  hangUp(): void {
    this.#note('→ (the channel is closed)')
    this.#stream.destroy()
  }

  #receive(message: WorkerMessage): void {
    this.#note(`← ${short(message, JOURNAL_CHARS)}`)
    this.messages.push(message)
    this.onMessage(message)
    this.#wake()
  }

  #end(ending: Ending, cause?: string): void {
    this.ending ??= ending
    this.#note(`← (${cause ?? this.#lastWords()})`)
    this.#conclude()
  }

  /** Nothing more comes: its process has ended, and its channel is read to the end; or one of them for a while. */
  #conclude(): void {
    const finish = () => {
      this.#isOver = true
      this.#wake()
    }
    if (this.ending && this.closed !== undefined) finish()
    else setTimeout(finish, LAST_WORDS_MS).unref()
  }

  #lastWords(): string {
    if (!this.ending) return this.closed ?? ''
    const { code, signal } = this.ending
    if (code === null && signal === null) return 'the worker could not be started'
    return signal ? `the worker ended by ${signal}` : `the worker ended with exit code ${code}`
  }

  #note(line: string): void {
    this.journal.push(line)
    if (this.journal.length > JOURNAL_LINES) this.journal.shift()
  }

  #wake(): void {
    for (const look of this.#waiting) look()
  }
}

/** Written once more, so that the check does not lean on what it checks others with. */
export function toFrame(messages: readonly object[]): Buffer {
  const body = Buffer.from(JSON.stringify(messages))
  const header = Buffer.alloc(4)
  header.writeUInt32BE(body.length)
  return Buffer.concat([header, body])
}
