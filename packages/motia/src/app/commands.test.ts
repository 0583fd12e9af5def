/** What a trigger by hand makes of its payload. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { TriggerRequest } from '@motia/core/effect'
import type { Commit } from '@motia/core/store'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { createRegistry } from '../engine/registry.ts'
import { runCommand } from './commands.ts'

const at = Date.UTC(2030, 0, 1)
const tick = { scheduledAt: '2030-01-01T00:00:00.000Z', schedule: '@daily' }

/** The payload that the engine is given. */
async function payloadOf(target: string, payload: string): Promise<unknown> {
  const requests: TriggerRequest[] = []
  const engine = {
    async trigger(request: TriggerRequest) {
      requests.push(request)
      return { id: request.id, traceId: request.id, routed: true, runs: [] }
    },
  } as unknown as Engine
  const registry = createRegistry([step('cron', 'nightly', { schedule: '@daily' }), step('event', 'greet')], {
    strict: false,
  })
  const world = { engine, registry, newId: () => 'id', now: () => at }
  await runCommand({ name: 'trigger', target, payload }, world)
  return JSON.parse(requests[0]?.payload ?? '')
}

function step(kind: StepDescriptor['kind'], id: string, options = {}): StepDescriptor {
  return { kind, id, file: 'motia/a.ts', language: 'node', exportName: id, options, triggers: [] }
}

describe('a trigger by hand', () => {
  it('of a cron step without a payload is a tick that is due now', async () => {
    expect(await payloadOf('nightly', 'null')).toEqual(tick)
  })

  it('keeps the payload that was given', async () => {
    expect(await payloadOf('nightly', '{"by":"hand"}')).toEqual({ by: 'hand' })
    expect(await payloadOf('greet', 'null')).toBe(null)
  })
})

describe('state that is changed by hand', () => {
  /** An engine that knows one version of every key. */
  const worldAt = (version: number, commits: Commit[] = []) => ({
    engine: {
      submitter: {
        async submit(commit: Commit) {
          commits.push(commit)
          const holds = commit.reads?.every((read) => read.version === version)
          return holds ? { status: 'committed' } : { status: 'conflict', where: 'g/k' }
        },
      },
    } as unknown as Engine,
    registry: createRegistry([], { strict: false }),
    newId: () => 'id',
    now: () => at,
  })
  const key = { group: 'g', key: 'k' }

  it('is written if its version is the one that was seen', async () => {
    const commits: Commit[] = []
    const world = worldAt(7, commits)
    expect(await runCommand({ name: 'state-set', ...key, value: '{"a":1}', version: 7 }, world)).toEqual({
      done: true,
    })
    await runCommand({ name: 'state-delete', ...key, version: 7 }, world)
    expect(commits.map(({ reads, writes }) => [reads, writes])).toEqual([
      [[{ ...key, version: 7 }], [{ op: 'set', ...key, value: '{"a":1}' }]],
      [[{ ...key, version: 7 }], [{ op: 'delete', ...key }]],
    ])
  })

  it('is refused if it has changed since', async () => {
    const refused = { code: 'MOTIA_STATE_CHANGED', message: 'g/k is no longer what it was when it was read' }
    await expect(
      runCommand({ name: 'state-set', ...key, value: '1', version: 6 }, worldAt(7)),
    ).rejects.toMatchObject(refused)
    await expect(runCommand({ name: 'state-delete', ...key, version: 0 }, worldAt(7))).rejects.toMatchObject(
      refused,
    )
  })

  it('is refused if it is no JSON', async () => {
    const commits: Commit[] = []
    await expect(
      runCommand({ name: 'state-set', ...key, value: '{a:1}', version: 7 }, worldAt(7, commits)),
    ).rejects.toThrow()
    expect(commits).toEqual([])
  })
})
