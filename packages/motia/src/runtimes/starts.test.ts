/** Real workers that start badly, late or never: what is told of the project, and what becomes of the work. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, type TestContext, vi } from 'vitest'
import { eventually, openPool, type PoolShape, type TestPool } from './fixtures/open-pool.ts'

function open({ onTestFinished }: TestContext, shape?: PoolShape): TestPool {
  const test = openPool(shape)
  onTestFinished(() => test.pool.stop(0))
  return test
}

const succeeded = { type: 'outcome', outcome: { status: 'succeeded' } }
const PATIENT = { timeout: 30_000 }

describe.concurrent('a worker that cannot start', PATIENT, () => {
  it('is a mistake with what it last wrote', async (context) => {
    const test = open(context, { loads: 'complains' })
    const { steps, mistakes } = await test.pool.describe()
    expect(steps).toEqual([])
    expect(mistakes).toEqual([
      {
        file: '',
        message: 'the node worker ended while it loaded the project (exit code 1)',
        hint: 'It last wrote:\none\nImportError: no module named orders',
      },
    ])
  })

  it('for its language is too old is told in its own words, is not tried again, and holds no run up', async (context) => {
    const test = open(context, { loads: 'too old' })
    const { mistakes } = await test.pool.describe()
    expect(mistakes).toEqual([{ file: '', message: 'this is version 1.0, at least 2.0 is needed' }])
    expect(await test.run('echo')).toEqual({ type: 'returned' })
    expect(await test.run('echo', { isolated: true })).toEqual({ type: 'returned' })
    expect(test.eventsOf('worker-started')).toHaveLength(1)
  })

  it('for there is no command leaves what already waited for it to the engine', async (context) => {
    const test = open(context, { findCommand: async () => '/no/such/interpreter' })
    void test.pool.describe()
    const waiting = [test.run('echo'), test.run('echo', { isolated: true })]
    expect(await Promise.all(waiting)).toEqual([{ type: 'returned' }, { type: 'returned' }])
  })

  it('for its command cannot be found out is the mistake that was thrown', async (context) => {
    const error = Object.assign(new Error('Ruby 2.7 or later was not found'), { hint: 'Install it.' })
    const test = open(context, { findCommand: () => Promise.reject(error) })
    const waiting = test.run('echo')
    const { mistakes } = await test.pool.describe()
    expect(mistakes).toEqual([{ file: '', message: 'Ruby 2.7 or later was not found', hint: 'Install it.' }])
    expect(await waiting).toEqual({ type: 'returned' })
    expect(test.eventsOf('worker-started')).toEqual([])
  })
})

describe.concurrent('a worker that starts after all', PATIENT, () => {
  it('though its command had to be found out, describes the project and takes what waits', async (context) => {
    const test = open(context, { findCommand: async () => process.execPath })
    const waiting = [test.run('echo'), test.run('echo', { isolated: true })]
    const { steps, modules } = await test.pool.describe()
    expect(steps.map(({ id }) => id)).toEqual(['echo'])
    expect(modules).toEqual(['lib/prices.ts'])
    expect(await Promise.all(waiting)).toMatchObject([succeeded, succeeded])
  })

  it('though the first one failed, tells of the steps late', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'motia-starts-'))
    context.onTestFinished(() => rmSync(folder, { recursive: true }))
    const test = open(context, { loads: 'second time', file: join(folder, 'was-here') })
    const late = vi.fn()
    test.pool.onDescribed(late)
    expect((await test.pool.describe()).mistakes).toHaveLength(1)
    await eventually(() => expect(late).toHaveBeenCalledOnce())
    expect(late.mock.calls[0]?.[0]).toMatchObject({ steps: [{ id: 'echo' }], mistakes: [] })
    expect((await test.pool.describe()).mistakes).toEqual([])
    expect(await test.run('echo')).toMatchObject(succeeded)
  })

  it('at once is told of once, by the description that was asked for', async (context) => {
    const test = open(context)
    const late = vi.fn()
    test.pool.onDescribed(late)
    await test.pool.describe()
    await test.run('dies')
    expect(await test.run('echo')).toMatchObject(succeeded)
    expect(late).not.toHaveBeenCalled()
  })
})
