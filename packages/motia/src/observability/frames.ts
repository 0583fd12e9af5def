/** Stack traces of every language, line by line: where in the project it happened. */

/** Node's `at f (motia/a.ts:1:2)`, Python's `File "motia/a.py", line 1`, Ruby's `motia/a.rb:1:in 'f'`. */
const FRAMES = [
  /^\s*at (?:.*[( ])?(?<file>(?:file:\/\/)?[^\s()]+):(?<line>\d+)(?::(?<column>\d+))?\)?$/,
  /^\s*File "(?<file>[^"]+)", line (?<line>\d+)/,
  /^\s*(?:from )?(?<file>[^\s:]+\.rb):(?<line>\d+)/,
]
/** Files that the author of a step did not write. */
const FOREIGN = /^node:|[/\\]node_modules[/\\]|[/\\]site-packages[/\\]|[/\\]lib[/\\]python3|^<|[/\\]gems[/\\]/

/** `motia/steps/pay.ts:12:9`, where the failure arose as far as the project's own code goes. */
export function firstUserFrame(stack: string): string | undefined {
  const lines = stack.split('\n')
  // Python tells the oldest call first.
  if (/^Traceback \(most recent call last\)/m.test(stack)) lines.reverse()
  for (const line of lines) {
    const frame = FRAMES.map((pattern) => pattern.exec(line)?.groups).find((groups) => groups !== undefined)
    if (!frame?.file || FOREIGN.test(frame.file)) continue
    return [frame.file.replace(/^file:\/\//, ''), frame.line, frame.column].filter(Boolean).join(':')
  }
  return undefined
}
