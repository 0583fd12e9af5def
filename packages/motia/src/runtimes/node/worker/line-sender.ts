/**
 * Sends log lines so that the last words of a handler that then blocks or ends the process are heard: the first few
 * leave at once, a flood of them together with whatever else the turn of the event loop sends.
 */
import type { Channel } from '../../../wire/channel.ts'
import type { WorkerMessage } from '../../../wire/protocol.ts'

/** So many lines in so many milliseconds leave at once: less than a hundredth of the time is spent on it. */
const FEW = 8
const WINDOW_MS = 10

export function createLineSender(channel: Channel<WorkerMessage>) {
  let windowEndsAt = 0
  let left = 0
  process.once('exit', () => channel.flush())
  return (line: WorkerMessage & { readonly t: 'log' }): void => {
    channel.send(line)
    if (line.at >= windowEndsAt || line.at < windowEndsAt - WINDOW_MS) {
      windowEndsAt = line.at + WINDOW_MS
      left = FEW
    }
    if (left > 0) {
      left--
      channel.flush()
    }
  }
}
