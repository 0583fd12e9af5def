/** What the command line and the Workbench may ask of a running app. */
import type { StateWrite } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import { decodeJson, type Json } from '@motia/core/json'
import { didYouMean } from '@motia/core/nearest'
import type { Engine } from '../engine/engine.ts'
import type { Registry } from '../engine/registry.ts'
import type { Command } from '../wire/control.ts'

export interface CommandWorld {
  readonly engine: Engine
  readonly registry: Registry
  readonly newId: () => string
  readonly now: () => number
}

export async function runCommand(
  command: Command,
  { engine, registry, newId, now }: CommandWorld,
): Promise<unknown> {
  switch (command.name) {
    case 'trigger': {
      const { target, payload, options } = command
      decodeJson(payload) // refuse what is no JSON before it is stored
      const request = {
        id: newId(),
        target,
        payload: payload === 'null' ? tickOf(registry, target, now()) : payload,
        ...(options?.delay !== undefined && { delayMs: options.delay }),
        ...(options?.key !== undefined && { key: options.key }),
      }
      if (registry.strict && registry.stepsOf(target).length === 0) {
        throw motiaError('MOTIA_UNROUTED', {
          target,
          nearest: didYouMean(target, Object.keys(registry.routes)),
        })
      }
      const receipt = await engine.trigger(request, 'hand')
      const nearest = receipt.routed ? undefined : registry.nearestTo(target)
      return { ...receipt, ...(nearest && { nearest }) }
    }
    case 'cancel':
      return { done: await engine.cancel(command.runId) }
    case 'redrive':
      return { done: await engine.redrive(command.runId) }
    case 'pause':
      return { done: await engine.pauses.pause(command.stepId) }
    case 'resume':
      return { done: await engine.pauses.resume(command.stepId) }
    case 'state-set':
    case 'state-delete':
      return changeState(command, engine, now())
    case 'info':
      return { pid: process.pid, steps: registry.steps }
  }
}

/** A cron step that is run by hand is due now: its handler counts on a tick. @returns no payload for any other */
function tickOf({ steps }: Registry, target: string, at: number): Json {
  const step = steps.find(({ id }) => id === target)
  if (step?.kind !== 'cron') return 'null'
  const { schedule = '' } = step.options
  return JSON.stringify({ scheduledAt: new Date(at).toISOString(), schedule })
}

/** @throws `MOTIA_STATE_CHANGED` if somebody else has written the key since its version was read */
async function changeState(
  { group, key, version, ...change }: Command & { name: 'state-set' | 'state-delete' },
  { submitter }: Engine,
  now: number,
): Promise<{ readonly done: true }> {
  if (change.name === 'state-set') decodeJson(change.value)
  const write: StateWrite =
    change.name === 'state-set'
      ? { op: 'set', group, key, value: change.value }
      : { op: 'delete', group, key }
  const result = await submitter.submit({ now, reads: [{ group, key, version }], writes: [write] })
  if (result.status !== 'committed') throw motiaError('MOTIA_STATE_CHANGED', { group, key })
  return { done: true }
}
