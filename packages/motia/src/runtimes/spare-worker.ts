/**
 * A worker process that was spawned ahead, for a project that is not known yet: listened to until somebody needs it.
 * app/warmth.ts starts one, worker-process.ts adopts it.
 */
import { type Channel, type ChannelEvents, openChannel } from '../wire/channel.ts'
import { changesBetween } from '../wire/env-changes.ts'
import type { HostMessage, WorkerMessage } from '../wire/protocol.ts'
import { type EnvReads, isUntouched } from './node/preload.ts'
import { type ChildCommand, type ChildEvents, WorkerChild } from './worker-child.ts'

export class SpareWorker {
  readonly child: WorkerChild
  readonly channel: Channel<HostMessage>
  /** What the packages that it has loaded have read of the environment; unknown until it has. */
  #reads: EnvReads | undefined
  #early: WorkerMessage[] = []
  #events: ChannelEvents<WorkerMessage> | undefined

  constructor(command: ChildCommand) {
    this.child = new WorkerChild(command)
    this.channel = openChannel<WorkerMessage, HostMessage>(this.child.channel, {
      message: (message) => {
        if (message.t === 'preloaded') this.#reads = message.reads
        else if (this.#events) this.#events.message(message)
        else this.#early.push(message)
      },
      closed: (cause) => this.#events?.closed(cause),
    })
  }

  /** Whether it can stand in for one that is spawned now. */
  fits(env: NodeJS.ProcessEnv): boolean {
    const isAlive = this.child.pid > 0 && !this.child.isExiting && this.channel.isOpen
    return isAlive && isUntouched(this.#reads, Object.keys(changesBetween(this.child.env, env)))
  }

  /** From now on it is somebody's, who hears what it has said so far, too. */
  adopt(child: ChildEvents, channel: ChannelEvents<WorkerMessage>): void {
    this.child.adopt(child)
    this.#events = channel
    const early = this.#early
    this.#early = []
    queueMicrotask(() => {
      for (const message of early) channel.message(message)
    })
  }
}
