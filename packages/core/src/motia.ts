/**
 * The ambient `motia`: asks for runs from anywhere in a project. It delegates to the host that the process put
 * into the one slot of ambient.ts, so that every copy of this package in a process talks to the same engine.
 */
import { currentHost } from './ambient.ts'
import type { Motia, TriggerOptions } from './trigger.ts'

export const motia: Motia = {
  trigger: (target, ...args) => currentHost().trigger(target, args[0], args[1] as TriggerOptions | undefined),
  call: (target, ...args) => currentHost().call(target, args[0], args[1] as TriggerOptions | undefined),
}
