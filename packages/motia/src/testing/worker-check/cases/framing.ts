/** Does it read and write frames, however they arrive? */
import type { Theme } from '../case.ts'
import { expectEqual, expectThat } from '../expect.ts'
import type { Lab } from '../lab.ts'
import { toFrame } from '../worker-host.ts'

const TEXT = 'é 홍길동 😀 \u0000\u2028 "\\'
const TEN_MB = 10 * 1024 * 1024

/** A worker of its own ends after these bytes. */
async function endsAfter(lab: Lab, bytes: Buffer, words: string): Promise<void> {
  const worker = await lab.fresh()
  await worker.settle()
  worker.host.sendBytes(bytes, words)
  await worker.host.waitForEnd()
}

export const FRAMING: Theme = {
  title: 'Frames',
  cases: [
    {
      name: 'reads a frame that arrives byte by byte',
      asks: 'a frame is a 32-bit big-endian length, then that many bytes',
      async check(lab) {
        const worker = await lab.worker()
        const { message, sent } = worker.prepare('echo', TEXT)
        await worker.host.sendSlowly({ t: 'ping', p: 41 }, message)
        expectEqual('the result', (await sent.done()).status, 'succeeded')
        expectEqual(
          'the pongs',
          worker.came('pong').map(({ p }) => p),
          [41],
        )
      },
    },
    {
      name: 'reads many messages of one frame, and answers each',
      asks: 'a frame is an array of one or more messages: either side gathers messages',
      async check(lab) {
        const worker = await lab.worker()
        const runs = Array.from({ length: 20 }, (_, i) => worker.prepare('echo', i))
        worker.host.send({ t: 'ping', p: 1 }, ...runs.map(({ message }) => message), { t: 'ping', p: 2 })
        const results = await Promise.all(runs.map(({ sent }) => sent.done()))
        expectEqual(
          'the results',
          results.map((outcome) => (outcome.status === 'succeeded' ? outcome.result : outcome.reason)),
          runs.map((_, i) => String(i)),
        )
        await worker.host.waitFor('a pong', () => worker.came('pong').find(({ p }) => p === 2))
      },
    },
    {
      name: 'reads many frames that arrive at once',
      asks: 'a frame follows the other, wherever the stream cuts them',
      async check(lab) {
        const worker = await lab.worker()
        const runs = Array.from({ length: 20 }, (_, i) => worker.prepare('echo', i))
        const frames = Buffer.concat(runs.map(({ message }) => toFrame([message])))
        worker.host.sendBytes(frames.subarray(0, -3), 'twenty frames, without the last three bytes')
        await new Promise(setImmediate)
        worker.host.sendBytes(frames.subarray(-3), 'the last three bytes')
        await Promise.all(runs.map(({ sent }) => sent.done()))
      },
    },
    {
      name: 'ignores messages and members that it does not know',
      asks: 'unknown members are ignored, and so are unknown messages',
      async check(lab) {
        const worker = await lab.worker()
        const { message, sent } = worker.prepare('echo', 1)
        worker.host.send({ t: 'from-the-future', n: 1 }, { ...message, future: { deep: [1] } })
        expectEqual('the outcome', (await sent.done()).status, 'succeeded')
      },
    },
    {
      name: 'carries ten megabytes both ways',
      asks: 'a frame is at most 512 MiB',
      async check(lab) {
        const worker = await lab.worker()
        const text = 'é'.repeat(TEN_MB / 2)
        const { value } = await worker.succeed('echo', text)
        expectThat(value === text, 'what came back differs from what was sent')
        const { value: made } = await worker.succeed('big', { size: TEN_MB })
        expectThat(made === 'x'.repeat(TEN_MB), `big gave something else: ${String(made).slice(0, 40)}`)
      },
    },
    {
      name: 'ends when a frame holds no JSON',
      asks: 'a frame that cannot be read ends the worker',
      check: (lab) =>
        endsAfter(
          lab,
          Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('nonsense')]),
          'a frame "nonsense"',
        ),
    },
    {
      name: 'ends when a frame is longer than any may be, without waiting for it',
      asks: 'a frame is at most 512 MiB; one that cannot be read ends the worker',
      check: (lab) => endsAfter(lab, Buffer.from([0xff, 0xff, 0xff, 0xff, 0x5b]), 'a length of 4 GiB'),
    },
  ],
}
