/**
 * Takes answers from stdin, one a line, in the order of the questions: for pipes and scripts. An empty line, or none
 * at all, means the default. Called by command.ts when `-i` meets no terminal.
 */
import { createInterface } from 'node:readline'
import { parseChoice, parseChoices } from './choice.ts'
import { refused, wrongUse } from './create-error.ts'
import type { CreateIo } from './io.ts'
import type { Asker } from './question.ts'

/** A pipe that says nothing for this long will say nothing: somebody left it open. */
const SILENCE_MS = 20_000

/** An asker on a stream of lines. An answer that makes no sense throws with exit code 2. */
export function createLineAsker(
  { stdin, stdout }: Pick<CreateIo, 'stdin' | 'stdout'>,
  silenceMs = SILENCE_MS,
): Asker {
  const lines = readLines(stdin, silenceMs)
  const ask = async (message: string, fallback: string) => {
    stdout.write(`${message} [${fallback || 'none'}]: `)
    const answer = (await lines.next())?.trim() || fallback
    stdout.write(`${answer}\n`)
    return answer
  }
  return {
    async text({ message, fallback, check }) {
      const answer = await ask(message, fallback)
      const problem = check(answer)
      if (problem) throw refused(problem)
      return answer
    },
    async select({ message, choices, fallback }) {
      choices.forEach(({ label }, index) => {
        stdout.write(`  ${index + 1}. ${label}\n`)
      })
      return parseChoice(message.toLowerCase(), choices, await ask(message, fallback))
    },
    async multiselect({ message, choices, fallback }) {
      choices.forEach(({ label }, index) => {
        stdout.write(`  ${index + 1}. ${label}\n`)
      })
      return parseChoices('feature', choices, await ask(message, fallback.join(', ') || 'none'))
    },
    async confirm({ message, fallback }) {
      const answer = (await ask(message, fallback ? 'yes' : 'no')).toLowerCase()
      if (/^(y|yes|true|1)$/.test(answer)) return true
      if (/^(n|no|false|0|2)$/.test(answer)) return false
      throw wrongUse(`${message} "${answer}" is neither yes nor no.`)
    },
    close: lines.close,
  }
}

/** Lines as they come; `undefined` after the last, or after a silence. */
function readLines(stdin: CreateIo['stdin'], silenceMs: number) {
  const lines: string[] = []
  let ended = false
  let wake = () => {}
  const reader = createInterface({ input: stdin })
  reader.on('line', (line) => {
    lines.push(line)
    wake()
  })
  reader.on('close', () => {
    ended = true
    wake()
  })
  const close = () => {
    reader.close()
    stdin.pause()
    stdin.unref?.()
  }
  const next = async () => {
    if (lines.length === 0 && !ended) {
      const silence = stdin.isTTY ? undefined : setTimeout(close, silenceMs)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      clearTimeout(silence)
    }
    return lines.shift()
  }
  return { next, close }
}
