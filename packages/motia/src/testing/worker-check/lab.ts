/** Starts workers for the cases: one that all share as long as it does well, or one of a case's own. */
import { PROTOCOL_VERSION, type WireFile } from '../../wire/protocol.ts'
import { Wrong } from './expect.ts'
import { CheckedWorker } from './worker.ts'
import { type WorkerCommand, WorkerHost } from './worker-host.ts'

/** What is checked. */
export interface Subject extends WorkerCommand {
  /** Those that hold the fixture steps; `cwd` is the project's root. */
  readonly files: readonly WireFile[]
  /** Absolute path of the fixture setup. */
  readonly setup?: string
  /** How long anything may take to come. */
  readonly patienceMs: number
}

/** Loading a language takes longer than answering. */
const START_FACTOR = 4

export class Lab {
  readonly subject: Subject
  #shared: CheckedWorker | undefined
  #own: WorkerHost[] = []
  /** The one that the case at hand speaks to. */
  #current: WorkerHost | undefined
  /** Why no worker starts: later cases need not wait for it again. */
  #broken: Wrong | undefined

  constructor(subject: Subject) {
    this.subject = subject
  }

  /** The one that is shared, as new. */
  async worker(): Promise<CheckedWorker> {
    this.#shared ??= await this.#start(this.#open())
    this.#current = this.#shared.host
    this.#shared.refresh()
    return this.#shared
  }

  /** One of the case's own, described; ended with the case. */
  fresh(): Promise<CheckedWorker> {
    return this.#start(this.open())
  }

  /** One that was told nothing yet. */
  open(): CheckedWorker {
    const worker = this.#open()
    this.#own.push(worker.host)
    return worker
  }

  hello(worker: CheckedWorker, v = PROTOCOL_VERSION): void {
    const { cwd: root, files, setup } = this.subject
    worker.host.send({
      t: 'hello',
      v,
      root,
      mode: 'development',
      files,
      ...(setup !== undefined && { setup }),
    })
  }

  /** What passed between host and worker in this case. */
  get journal(): readonly string[] {
    return this.#current?.journal ?? []
  }

  /** After a case. @param isSpoiled what is shared may be in any state: the next case gets another */
  close(isSpoiled: boolean): void {
    for (const host of this.#own.splice(0)) host.signal('SIGKILL')
    this.#current = undefined
    if (!isSpoiled && !this.#shared?.host.ending) return
    this.#shared?.host.signal('SIGKILL')
    this.#shared = undefined
  }

  #open(): CheckedWorker {
    const host = new WorkerHost(this.subject, this.subject.patienceMs)
    this.#current = host
    return new CheckedWorker(host)
  }

  async #start(worker: CheckedWorker): Promise<CheckedWorker> {
    if (this.#broken) throw this.#broken
    this.hello(worker)
    try {
      const find = () => worker.came('described')[0]
      const patienceMs = this.subject.patienceMs * START_FACTOR
      worker.description = await worker.host.waitFor('described', find, patienceMs)
    } catch (error) {
      worker.host.signal('SIGKILL')
      if (error instanceof Wrong) this.#broken = new Wrong(`no worker starts: ${error.message}`)
      throw error
    }
    worker.sendRoutes()
    return worker
  }
}
