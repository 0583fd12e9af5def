/**
 * What apps that were replaced and the one in their place say to one another: who asks is known by its number, who
 * answers is whoever has the store. What comes while nobody has it waits. app-keeper.ts owns it.
 *
 *   replaced ── ask ──► (waits) ──► asked ──► in place
 *            ◄── told ──────────── tell ◄──
 */
import type { SupervisorMessage } from '../wire/control.ts'
import type { AppProcess, HandoverMessage } from './app-process.ts'

/** So many may go on with runs: whoever edits all day while runs take hours needs memory. */
const MAX_BUSY = 12

type ForSuccessor = SupervisorMessage & { readonly t: 'asked' | 'gone' }

export class Handover {
  /** In the order in which they were replaced. */
  readonly #retired = new Set<AppProcess>()
  /** Those that went on with runs. */
  readonly #busy = new Set<AppProcess>()
  #successor: AppProcess | undefined
  #waiting: ForSuccessor[] = []
  readonly #onCutOff: (cause: string) => void

  /** @param onCutOff one that went on with runs was ended, and these begin again */
  constructor(onCutOff: (cause: string) => void) {
    this.#onCutOff = onCutOff
  }

  /**
   * It has let go of the store, and goes on with what it has begun. Where too many do, one is cut off, whose runs begin
   * again: not the oldest, or no long run would ever end while edits go on, and not this one, whose short runs end by
   * themselves. @param isBusy with runs, too
   */
  retired(app: AppProcess, isBusy: boolean): void {
    if (app.phase === 'gone') return
    this.#retired.add(app)
    if (!isBusy) return
    this.#busy.add(app)
    if (this.#busy.size <= MAX_BUSY) return
    this.#onCutOff(`${MAX_BUSY} replaced apps go on with runs already`)
    void [...this.#busy].at(-2)?.stop(0)
  }

  /** It has the store. */
  opened(app: AppProcess): void {
    this.#successor = app
    for (const message of this.#waiting.splice(0)) app.send(message)
  }

  /** It is about to let go of the store: what comes now is for the next one. */
  closing(): void {
    this.#successor = undefined
  }

  /** From any app. */
  take(from: AppProcess, message: HandoverMessage): void {
    if (message.t === 'ask') this.#pass({ t: 'asked', from: from.number, q: message.q, ask: message.ask })
    for (const app of this.#retired) {
      if (message.t === 'cancel') app.send(message)
      else if (message.t === 'tell' && app.number === message.to) {
        app.send({ t: 'told', q: message.q, reply: message.reply })
      }
    }
  }

  exited(app: AppProcess): void {
    if (app === this.#successor) this.#successor = undefined
    this.#busy.delete(app)
    if (this.#retired.delete(app)) this.#pass({ t: 'gone', from: app.number })
  }

  /** Whoever had the store died: what the others hold is run again by the next one, so it is not to go on. */
  cut(): void {
    for (const app of this.#retired) app.kill('the app that had the store died')
    this.#waiting = []
  }

  #pass(message: ForSuccessor): void {
    if (this.#successor) this.#successor.send(message)
    else this.#waiting.push(message)
  }
}
