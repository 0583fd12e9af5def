import type { StateWrite } from '@motia/core/effect'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ControlSocket, openControlSocket } from '../supervisor/control-socket.ts'
import type { Answer, Command } from '../wire/control.ts'
import { makeRanProject, type RanProject } from './fixtures/ran-project.ts'

let project: RanProject
let server: ControlSocket | undefined
let asked: Command[]

const set = (group: string, key: string, value: unknown): StateWrite => ({
  op: 'set',
  group,
  key,
  value: JSON.stringify(value),
})

beforeAll(async () => {
  project = await makeRanProject(
    [
      {
        writes: [
          set('orders', 'o1', { to: '홍길동', total: 109.97 }),
          set('orders', 'o2', 'x'.repeat(20_000)),
          set('users', 'u1', null),
        ],
      },
    ],
    [],
  )
})
afterEach(() => {
  server?.close()
  server = undefined
})
afterAll(() => project.remove())

async function serve(answer: Answer): Promise<void> {
  asked = []
  server = await openControlSocket(project.root, async (command) => {
    asked.push(command)
    return answer
  })
}

const DONE: Answer = { ok: true, value: { done: true } }

describe('motia state', () => {
  it('lists the groups', async () => {
    const lines = (await project.motia('state')).output().trimEnd().split('\n')
    expect(lines.map((line) => line.trim().split(/\s+/))).toEqual([
      ['group', 'keys'],
      ['orders', '2'],
      ['users', '1'],
    ])
    expect(JSON.parse((await project.motia('state --json')).output())).toEqual([
      { group: 'orders', keys: 2 },
      { group: 'users', keys: 1 },
    ])
  })

  it('lists the items of a group, all or those that hold a text, and leaves long values out', async () => {
    const io = await project.motia('state orders')
    expect(io.output()).toContain('"홍길동"')
    expect(io.output()).toMatch(/o2 +\d+ +20002 +…/)
    expect(JSON.parse((await project.motia('state orders --json -t 홍길')).output())).toEqual([
      { key: 'o1', version: expect.any(Number), bytes: 33, value: { to: '홍길동', total: 109.97 } },
    ])
    expect((await project.motia('state orders -t nobody')).output()).toBe('No items hold that.\n')
    expect((await project.motia('state nothing')).output()).toBe('No items.\n')
  })

  it('says when there are more than it lists', async () => {
    const io = await project.motia('state orders -n 1')
    expect(io.output()).not.toContain('o2')
    expect(io.errors()).toBe('There are more: raise --limit.\n')
  })

  it('shows one value whole, alone on stdout', async () => {
    expect(JSON.parse((await project.motia('state orders o2')).output())).toHaveLength(20_000)
    expect((await project.motia('state users u1')).output()).toBe('null\n')
    expect(JSON.parse((await project.motia('state orders o1 --json')).output())).toMatchObject({
      group: 'orders',
      key: 'o1',
      value: { total: 109.97 },
    })
    const missing = await project.motia('state orders o9')
    expect([missing.exitCode(), missing.errors()]).toEqual([
      1,
      '✗ there is nothing at orders/o9\n  `motia state orders` lists the keys.\n',
    ])
  })
})

describe('motia state set and delete', () => {
  const versionOf = async (key: string) =>
    JSON.parse((await project.motia(`state orders ${key} --json`)).output()).version as number

  it('hand over the version that is there', async () => {
    await serve(DONE)
    expect((await project.motia(`state set orders o1 '{"total": 1}'`)).output()).toBe('✓ wrote orders/o1\n')
    await project.motia('state set orders o3 -', { stdin: '[1]' })
    expect((await project.motia('state delete orders o2 --json')).output()).toBe(
      '{"group":"orders","key":"o2","done":true}\n',
    )
    const version = await versionOf('o1')
    expect(asked).toEqual([
      { name: 'state-set', group: 'orders', key: 'o1', value: '{"total": 1}', version },
      { name: 'state-set', group: 'orders', key: 'o3', value: '[1]', version: 0 },
      { name: 'state-delete', group: 'orders', key: 'o2', version: await versionOf('o2') },
    ])
  })

  it('hand over the version that was told instead', async () => {
    await serve(DONE)
    await project.motia('state set orders o1 1 --if-version 0')
    expect(asked).toMatchObject([{ version: 0 }])
    expect((await project.motia('state set orders o1 1 --if-version x')).exitCode()).toBe(2)
    expect(asked).toHaveLength(1)
  })

  it('pass on that the item has changed meanwhile', async () => {
    const failure = { name: 'MotiaError', message: 'orders/o1 is no longer …', code: 'MOTIA_STATE_CHANGED' }
    await serve({ ok: false, failure })
    const io = await project.motia('state delete orders o1')
    expect([io.exitCode(), io.errors()]).toEqual([
      1,
      '✗ orders/o1 is no longer …\n  Read it again, and decide anew.\n',
    ])
  })

  it('show where a value is no JSON, and ask nobody', async () => {
    await serve(DONE)
    const io = await project.motia('state set orders o1 {a}')
    expect(io.errors()).toContain('the value is not JSON, at line 1, column 2')
    expect([io.exitCode(), asked]).toEqual([2, []])
  })
})
