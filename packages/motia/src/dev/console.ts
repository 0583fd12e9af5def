/**
 * The terminal of `motia dev`: telemetry as it comes, and what dev has to say of the app's starts, which it words
 * itself. dev.ts makes one, session.ts speaks through it.
 */
import type { Language, Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { type Failure, toFailure } from '@motia/core/failure'
import { formatMistakes, formatWarnings } from '../discovery/report.ts'
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
  /** Mistakes that are on the screen since the last start, so that workers which find them too do not repeat them. */
  #told = new Set<string>()
  /** What the app that is ready now has told. */
  found: Found = { steps: [], mistakes: [] }
  /** Hears of what workers have told after the app was ready. */
  onDescribed: (event: TelemetryEvent & { type: 'steps-described' }) => void = () => {}
  /** The next `app-ready` is the answer to a start of ours. */
  expectsReady = false
  /** The list of steps is still to come, with all that workers tell until then. */
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
      hides: (event) =>
        (this.expectsReady && event.type === 'app-ready') ||
        (event.type === 'steps-described' && (this.#saysAll || event.mistakes.length > 0)),
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
      if (!this.#saysAll) this.#tellNew(event.mistakes)
      this.onDescribed(event)
    }
    this.#writer.show(events)
  }

  /** The banner, or the line of a reload, is still to come. */
  get #saysAll(): boolean {
    return this.expectsReady || this.listsSteps
  }

  #tellNew(mistakes: readonly Mistake[]): void {
    const news = mistakes.filter((mistake) => !this.#told.has(JSON.stringify(mistake)))
    this.mistakes(news)
    this.#toldAll(mistakes)
  }

  #toldAll(mistakes: readonly Mistake[]): void {
    this.#told = new Set(mistakes.map((mistake) => JSON.stringify(mistake)))
  }

  /** Workers still load files, so not all steps are known. */
  get isIncomplete(): boolean {
    return this.#pending.size > 0
  }

  banner(urls: Urls, notes: readonly string[], tookMs: number): void {
    this.#print(formatBanner(urls, this.found, tookMs, this.#screen))
    this.#toldAll(this.found.mistakes)
    for (const note of notes) this.say(note)
    if (this.isIncomplete) this.say(`${[...this.#pending].join(' and ')} still loading: … is not known yet`)
  }

  reloaded(files: readonly string[], tookMs: number): void {
    this.#print(formatReload(files, this.found, tookMs, this.#screen))
    this.#toldAll(this.found.mistakes)
  }

  mistakes(mistakes: readonly Mistake[]): void {
    this.#print(formatMistakes(mistakes, this.#screen))
  }

  warnings(warnings: readonly Mistake[]): void {
    this.#print(formatWarnings(warnings, this.#screen))
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
