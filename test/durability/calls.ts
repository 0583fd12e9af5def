/** System calls, read from what `strace -f -y -ttt -o` writes. Read by judge.ts, so that it sees them in order. */

/** One call that has returned. Lines of the trace are the clock: what strace wrote first, happened first. */
export interface Call {
  readonly name: string
  /** What its first argument, a descriptor, stands for: a path, or `socket:[inode]`; `''` for no descriptor. */
  readonly file: string
  /** The arguments after the descriptor, as strace words them. */
  readonly args: string
  /** −1 for an error. */
  readonly result: number
  /** The line that shows how it began; the same as `endedAt` if no other thread came between. */
  readonly beganAt: number
  readonly endedAt: number
}

const LINE = /^(\d+) +\d+\.\d+ (.*)$/s
const RESUMED = /^<\.\.\. \w+ resumed>(.*)$/s
const UNFINISHED = /^(.*)<unfinished \.\.\.>$/s
/** The last `) = ` of the line: there may be others within strings. */
const CALL = /^(\w+)\((?:\d+<([^<>]*)>)?(.*)\) += (-?\d+)[^"]*$/s

/** @returns a reader of lines, in their order, that tells the call which a line ends */
export function createCallReader(): (line: string) => Call | undefined {
  /** By thread: how its call under way began. */
  const open = new Map<string, { readonly text: string; readonly beganAt: number }>()
  let lines = 0
  return (line) => {
    const at = ++lines
    const [, thread, rest] = LINE.exec(line) ?? []
    if (thread === undefined || rest === undefined) return undefined
    const begun = UNFINISHED.exec(rest)?.[1]
    if (begun !== undefined) {
      open.set(thread, { text: begun, beganAt: at })
      return undefined
    }
    const end = RESUMED.exec(rest)?.[1]
    if (end === undefined) return toCall(rest, at, at)
    const beginning = open.get(thread)
    open.delete(thread)
    return beginning && toCall(beginning.text + end, beginning.beganAt, at)
  }
}

/** `undefined` for what is no call: a signal, an exit, a call that never returned. */
function toCall(text: string, beganAt: number, endedAt: number): Call | undefined {
  const [, name, file = '', args, result] = CALL.exec(text) ?? []
  if (name === undefined || args === undefined) return undefined
  return { name, file, args, result: Number(result), beganAt, endedAt }
}
