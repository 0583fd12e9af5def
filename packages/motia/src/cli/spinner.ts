/** A line that turns while something takes a while, on a terminal; elsewhere nothing. Slow commands show one. */
import { clip, toLine } from '../observability/terminal-text.ts'
import type { Io } from './io.ts'

export interface Spinner {
  /** What is being done now. */
  say(text: string): void
  /** Removes the line. */
  stop(): void
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 80
const CLEAR = '\r\u001b[K'

/** Begins to show after the first frame's time: what is quick flashes nothing. */
export function startSpinner(text: string, { isTTY, color, ink, columns, write }: Io): Spinner {
  if (!isTTY || !color) return { say() {}, stop() {} }
  let said = text
  let frame = 0
  const timer = setInterval(() => {
    const mark = FRAMES[frame++ % FRAMES.length] ?? ''
    write(`${CLEAR}${ink.cyan(mark)} ${clip(toLine(said), columns - 3)}`)
  }, FRAME_MS)
  timer.unref()
  return {
    say(next) {
      said = next
    },
    stop() {
      clearInterval(timer)
      if (frame > 0) write(CLEAR)
    },
  }
}
