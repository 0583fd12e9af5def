/**
 * What a child process prints, line by line: the supervisor reads the app's stdout and stderr with it. A line without
 * an end is cut when it grows too long to be held back.
 */
import type { Readable } from 'node:stream'

const MAX_LINE_CHARS = 64 * 1024

/** Calls `onLine` for every line without its end, and for an unfinished last one when the stream ends. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let partial = ''
  const finish = () => {
    if (partial !== '') onLine(partial)
    partial = ''
  }
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (partial + text).split(/\r?\n/)
    partial = lines.pop() ?? ''
    for (const line of lines) onLine(line)
    if (partial.length > MAX_LINE_CHARS) finish()
  })
  stream.on('end', finish)
  stream.on('error', finish) // the pipe broke: its process is gone
}
