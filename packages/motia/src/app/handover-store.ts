/**
 * A store that can be handed over while it is in use: what is asked before is answered by it, what is asked afterwards
 * by the app that has it then. Nobody who asks has to know. open-app.ts puts it around the store.
 */
import type { Store } from '@motia/core/store'
import type { SuccessorAsk } from '../wire/control.ts'

export interface HandoverStore extends Store {
  /** Resolves when everything asked so far is answered, and the store is closed. */
  handOver(askSuccessor: AskSuccessor): Promise<void>
}

/** Puts a question to the app in the place of this one. */
export type AskSuccessor = (ask: SuccessorAsk) => Promise<unknown>

type Verb = (...args: unknown[]) => Promise<unknown>
type Verbs = Readonly<Record<string, Verb>>

export function createHandoverStore({ open, close, ...own }: Store): HandoverStore {
  let askSuccessor: AskSuccessor | undefined
  const toAbility = (ability: string, verbs: Verbs): Verbs => {
    const wrapped = Object.entries(verbs).map(([verb, ask]): [string, Verb] => [
      verb,
      (...args) => (askSuccessor ? askSuccessor({ ability, verb, args }) : ask(...args)),
    ])
    return Object.fromEntries(wrapped)
  }
  const abilities = Object.entries(own as unknown as Record<string, Verbs>)
  const wrapped = abilities
    .filter(([, verbs]) => typeof verbs === 'object')
    .map(([ability, verbs]) => [ability, toAbility(ability, verbs)])
  return {
    ...(Object.fromEntries(wrapped) as Omit<Store, 'open' | 'close'>),
    open,
    close: async () => {
      if (!askSuccessor) await close()
    },
    async handOver(ask) {
      askSuccessor = ask
      await close()
    },
  }
}
