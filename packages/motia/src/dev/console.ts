/**
 * The terminal of `motia dev`: telemetry as it comes, and what dev has to say of the app's starts, which it words
 * itself. dev.ts makes one, session.ts speaks through it.
 */
import type { Language, Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { type Failure, toFailure } from '@motia/core/failure'
import { formatMistakes } from '../discovery/report.ts'
import type { Screen } from '../observability/screen.ts'
import { createTerminalWriter, type TerminalWriter } from '../observability/terminal.ts'
import { toLines } from '../observability/terminal-text.ts'
import type { Sink } from '../supervisor/telemetry.ts'
import type { Urls } from '../supervisor.ts'
import { type Found, formatBanner, formatReload } from './announce.ts'

export interface ConsoleOptions {
  readonly screen: Screen
  readonly verbose: boolean
  readonly json: boolean
}

export class DevConsole implements Sink {
  readonly name = 'the terminal'
  readonly #screen: Screen
  readonly #json: boolean
  readonly #writer: TerminalWriter
  #pending = new Set<Language>()
  /** What the app that is ready now has told. */
  found: Found = { steps: [], mistakes: [] }
  /** Hears of what workers have told after the app was ready. */
  onDescribed: (event: TelemetryEvent & { type: 'steps-described' }) => void = () => {}
  /** The next `app-ready` is the answer to a start of ours. */
  expectsReady = false
  /** The banner is still to come, and says all that workers tell until then. */
  listsSteps = false

  constructor({ screen, verbose, json }: ConsoleOptions) {
    this.#screen = screen
    this.#json = json
    this.#writer = createTerminalWriter({
      write: (text) => screen.write(text),
      isTTY: screen.isTTY,
      color: screen.color,
      columns: () => screen.columns,
      verbose,
      json,
      hides: ({ type }) =>
        (this.expectsReady && type === 'app-ready') || (this.listsSteps && type === 'steps-described'),
    })
  }

  take(events: readonly TelemetryEvent[]): void {
    for (const event of events) {
      if (event.type === 'app-ready') {
        this.found = event
        this.#pending = new Set(event.pending)
      }
      if (event.type !== 'steps-described') continue
      this.found = event
      this.#pending.delete(event.language)
      this.onDescribed(event)
    }
    this.#writer.show(events)
  }

  /** Workers still load files, so not all steps are known. */
  get isIncomplete(): boolean {
    return this.#pending.size > 0
  }

  banner(urls: Urls, notes: readonly string[], tookMs: number): void {
    this.#print(formatBanner(urls, this.found, tookMs, this.#screen))
    for (const note of notes) this.say(note)
  }

  reloaded(files: readonly string[], tookMs: number): void {
    this.#print(formatReload(files, this.found, tookMs, this.#screen))
  }

  mistakes(mistakes: readonly Mistake[]): void {
    this.#print(formatMistakes(mistakes, this.#screen))
  }

  /**
   * The app could not be started: for the project's reasons, or for ours, which come with a stack.
   * @param goesOn the one before it
   */
  failed({ message, stack, code }: Failure, goesOn = false): void {
    const { ink } = this.#screen
    const trace = code === undefined && stack !== undefined ? `${ink.dim(toLines(stack, ''))}\n` : ''
    this.#print(`${ink.red('✗')} the app could not be started: ${toLines(message, '  ')}\n${trace}`)
    if (goesOn) this.say('the one before it goes on until this is mended')
  }

  /** Ours, not the project's: what runs goes on. */
  bug(error: unknown): void {
    const { ink } = this.#screen
    const { message, stack = message } = toFailure(error)
    this.#print(`${ink.red('✗')} This is a bug in Motia; please report it with what follows.\n${stack}\n`)
  }

  /** One dim line. */
  say(words: string): void {
    this.#print(`${this.#screen.ink.dim(words)}\n`)
  }

  close(): void {
    this.#writer.close()
  }

  /** For people only: programs read telemetry. */
  #print(text: string): void {
    if (this.#json || text === '') return
    this.#screen.write(text)
  }
}
