/** Requests and replies between a store and its thread: batched, in order, settled whatever happens. */
import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { createAsking } from './asking.ts'

function open() {
  const { port1, port2 } = new MessageChannel()
  return { asking: createAsking(port1), thread: port2, close: () => port1.close() }
}

it('sends what is asked in one tick in one message', async () => {
  const { asking, thread, close } = open()
  const asked = [asking.ask('get', 'a'), asking.ask('trace', 'b'), asking.ask('counts')]
  const [requests] = await once(thread, 'message')
  expect(requests).toEqual(['get', ['a'], 'trace', ['b'], 'counts', []])
  thread.postMessage({ results: [1, 2, 3] })
  expect(await Promise.all(asked)).toEqual([1, 2, 3])
  close()
})

it('hands each reply and each error to who asked for it, over several messages', async () => {
  const { asking, thread, close } = open()
  const first = asking.ask('get', 'a')
  await once(thread, 'message')
  const rest = [asking.ask('get', 'b'), asking.ask('get', 'c')]
  await once(thread, 'message')
  const error = { code: 'MOTIA_STORE_UNAVAILABLE', message: 'the disk', hint: 'look' }
  thread.postMessage({ results: ['a', undefined], errors: [[1, error]] })
  thread.postMessage({ results: ['c'] })
  expect(await first).toBe('a')
  await expect(rest[0]).rejects.toMatchObject({ name: 'MotiaError', ...error })
  expect(await rest[1]).toBe('c')
  close()
})

it('keeps its place over ten thousand requests without a pause', async () => {
  const { asking, thread, close } = open()
  thread.on('message', (requests: unknown[]) => {
    const results = requests.filter((_, index) => index % 2 === 1).map((args) => (args as string[])[0])
    thread.postMessage({ results })
  })
  let underWay = 0
  const ask = async (from: number) => {
    for (let n = from; n < 10_000; n += 50) {
      underWay++
      expect(await asking.ask('get', String(n))).toBe(String(n))
      underWay--
    }
  }
  await Promise.all(Array.from({ length: 50 }, (_, from) => ask(from)))
  expect(underWay).toBe(0)
  await asking.idle()
  close()
})

it('is idle when everything is answered', async () => {
  const { asking, thread, close } = open()
  await asking.idle()
  let isIdle = false
  const asked = asking.ask('counts')
  const idle = asking.idle().then(() => {
    isIdle = true
  })
  await once(thread, 'message')
  expect(isIdle).toBe(false)
  thread.postMessage({ results: [[]] })
  await asked
  await idle
  close()
})

it('rejects what is not answered, and all that comes later, once the thread is gone', async () => {
  const { asking, close } = open()
  const asked = [asking.ask('counts'), asking.ask('unrouted')]
  asking.fail(new Error('gone'))
  for (const one of asked) await expect(one).rejects.toThrow('gone')
  await expect(asking.ask('counts')).rejects.toThrow('gone')
  await asking.idle()
  close()
})
