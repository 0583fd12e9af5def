/** Asks a person at a terminal, with Clack. Loaded by command.ts only when there is one: it takes a while. */
import { type CANCEL_SYMBOL, confirm, isCancel, multiselect, type Option, select, text } from '@clack/prompts'
import type { Choice } from './choice.ts'
import { cancelled } from './create-error.ts'
import type { CreateIo } from './io.ts'
import type { Asker } from './question.ts'

/** An asker on a terminal. Ctrl-C throws. */
export function createTerminalAsker({ stdin, stdout }: Pick<CreateIo, 'stdin' | 'stdout'>): Asker {
  const io = { input: stdin, output: stdout }
  return {
    async text({ message, fallback, check }) {
      const validate = (answer: string | undefined) => check(answer?.trim() || fallback)
      return given(
        await text({ message, placeholder: fallback, defaultValue: fallback, validate, ...io }),
      ).trim()
    },
    async select({ message, choices, fallback }) {
      return given(await select({ message, options: choices.map(toOption), initialValue: fallback, ...io }))
    },
    async multiselect({ message, choices, fallback }) {
      const options = choices.map(toOption)
      return given(
        await multiselect({ message, options, initialValues: [...fallback], required: false, ...io }),
      )
    },
    async confirm({ message, fallback }) {
      return given(await confirm({ message, initialValue: fallback, ...io }))
    },
    close() {},
  }
}

function toOption<V extends string>({ value, label, hint }: Choice<V>): Option<V> {
  return { value, label, ...(hint && { hint }) } as Option<V>
}

function given<T>(answer: T | typeof CANCEL_SYMBOL): T {
  if (isCancel(answer)) throw cancelled()
  return answer as T
}
