import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type Duplex, PassThrough } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Channel, openChannel } from './channel.ts'

interface Message {
  readonly t: string
  readonly value?: unknown
}

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** Two ends of a socket. */
async function createPipe(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const here = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [there] = (await once(server, 'connection')) as [Socket]
  server.close()
  sockets.push(here, there)
  return [here, there]
}

function open(stream: Duplex) {
  const received: Message[] = []
  let close: (cause: Error | undefined) => void = () => {}
  const gone = new Promise<Error | undefined>((resolve) => {
    close = resolve
  })
  const closed = vi.fn<(cause?: Error) => void>((cause) => close(cause))
  const channel: Channel<Message> = openChannel<Message, Message>(stream, {
    message: (message) => received.push(message),
    closed,
  })
  return { channel, received, closed, gone }
}

/** What a channel writes for these messages. */
async function toBytes(messages: readonly Message[], flushAfterEach = false): Promise<Buffer> {
  const stream = new PassThrough()
  const channel = openChannel<Message, Message>(stream, { message: () => {}, closed: () => {} })
  stream.removeAllListeners('data')
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  for (const message of messages) {
    channel.send(message)
    if (flushAfterEach) channel.flush()
  }
  await new Promise<void>((resolve) => channel.close(resolve))
  return Buffer.concat(chunks)
}

/** The messages read from chunks of bytes, which end without the other side's leave. */
async function read(chunks: readonly Buffer[]) {
  const stream = new PassThrough()
  const end = open(stream)
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  const cause = await end.gone
  return { received: end.received, cause }
}

const frame = (body: string | Buffer, length = Buffer.byteLength(body)) => {
  const header = Buffer.alloc(4)
  header.writeUInt32BE(length)
  return Buffer.concat([header, Buffer.from(body)])
}

const MESSAGES: readonly Message[] = [
  { t: 'a' },
  { t: '홍길동 😀', value: ['é', '\u2028', '\ud800', '\0'] },
  { t: 'c', value: { deep: [null, 0, ''] } },
]

describe('frames', () => {
  it('are read whole, wherever the stream cuts them', async () => {
    const bytes = await toBytes(MESSAGES, true)
    for (let i = 0; i <= bytes.length; i++) {
      const { received, cause } = await read([bytes.subarray(0, i), bytes.subarray(i)])
      expect(received).toEqual(MESSAGES)
      expect(cause).toBeUndefined()
    }
  })

  it('are read whole, byte by byte, and all in one chunk', async () => {
    const bytes = await toBytes(MESSAGES, true)
    expect((await read(Array.from(bytes, (byte) => Buffer.of(byte)))).received).toEqual(MESSAGES)
    expect((await read([Buffer.concat([bytes, bytes, bytes])])).received).toHaveLength(9)
  })

  it('hold all messages of one turn of the loop, in their order', async () => {
    const bytes = await toBytes(MESSAGES)
    expect(bytes.readUInt32BE()).toBe(bytes.length - 4)
    expect(JSON.parse(bytes.toString('utf8', 4))).toEqual(MESSAGES)
  })

  it('carry ten megabytes, in many chunks', async () => {
    const value = `${'é'.repeat(5_000_000)}!`
    const [here, there] = await createPipe()
    const [sender, receiver] = [open(here), open(there)]
    sender.channel.send({ t: 'big', value })
    sender.channel.send({ t: 'after' })
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2), 10_000)
    expect(receiver.received[0]?.value === value).toBe(true)
    expect(receiver.received[1]).toEqual({ t: 'after' })
  })
})

describe('a side that breaks the protocol', () => {
  it.each([
    ['no JSON', frame('nonsense')],
    ['half of JSON', frame('[{"t":"a"}')],
    ['nothing', frame('')],
    ['no array', frame('{"t":"a"}')],
    ['bytes that are no text', frame(Buffer.of(0xff, 0xfe, 0x00))],
    ['a length beyond any payload', frame('[]', 0xff_ff_ff_ff)],
    ['plain text where frames belong', Buffer.from('Hello, world! This was meant for stdout.\n')],
  ])('is cut off with the cause: %s', async (_, bytes) => {
    const { received, cause } = await read([frame('[{"t":"before"}]'), bytes, frame('[{"t":"after"}]')])
    expect(received).toEqual([{ t: 'before' }])
    expect(cause).toMatchObject({ code: 'MOTIA_PROTOCOL' })
  })

  it('is not waited for: a length beyond any payload is refused before its bytes come', async () => {
    const stream = new PassThrough()
    const { closed, gone, channel } = open(stream)
    stream.write(frame('', 0x7f_ff_ff_ff))
    expect(await gone).toMatchObject({ code: 'MOTIA_PROTOCOL' })
    expect(closed).toHaveBeenCalledOnce()
    expect(stream.destroyed).toBe(true)
    expect(channel.isOpen).toBe(false)
  })
})

describe('messages', () => {
  it('arrive in the order they were sent in, both ways at once', async () => {
    const [here, there] = await createPipe()
    const [left, right] = [open(here), open(there)]
    const count = 500
    for (let i = 0; i < count; i++) {
      left.channel.send({ t: 'l', value: i })
      right.channel.send({ t: 'r', value: i })
      if (i % 7 === 0) left.channel.flush()
      if (i % 50 === 0) await new Promise(setImmediate)
    }
    await vi.waitFor(() => expect([left.received.length, right.received.length]).toEqual([count, count]))
    const inOrder = Array.from({ length: count }, (_, i) => i)
    expect(right.received.map((message) => message.value)).toEqual(inOrder)
    expect(left.received.map((message) => message.value)).toEqual(inOrder)
  })

  it('after a close by us are ignored, also those of the frame at hand', async () => {
    const stream = new PassThrough()
    const received: string[] = []
    const closed = vi.fn()
    const channel = openChannel<Message, Message>(stream, {
      message: ({ t }) => {
        received.push(t)
        channel.close()
      },
      closed,
    })
    stream.write(frame('[{"t":"one"},{"t":"two"}]'))
    await vi.waitFor(() => expect(stream.destroyed).toBe(true))
    expect(received).toEqual(['one'])
    expect(closed).not.toHaveBeenCalled()
  })
})

describe('closing', () => {
  it('comes after what was sent, and tells when that has left', async () => {
    const [here, there] = await createPipe()
    const [left, right] = [open(here), open(there)]
    for (const t of ['1', '2', '3']) left.channel.send({ t })
    await new Promise<void>((resolve) => left.channel.close(resolve))
    expect(await right.gone).toBeUndefined()
    expect(right.received.map(({ t }) => t)).toEqual(['1', '2', '3'])
  })

  it('is told once to the other side, never to the one that closed', async () => {
    const [here, there] = await createPipe()
    const [left, right] = [open(here), open(there)]
    left.channel.close()
    await right.gone
    there.destroy()
    here.destroy()
    await new Promise(setImmediate)
    expect(right.closed).toHaveBeenCalledOnce()
    expect(left.closed).not.toHaveBeenCalled()
  })

  it('twice is once, and calls back both times', async () => {
    const { channel } = open(new PassThrough())
    await new Promise<void>((resolve) => channel.close(resolve))
    await new Promise<void>((resolve) => channel.close(resolve))
    expect(channel.isOpen).toBe(false)
  })

  it('makes sending do nothing, here and when the other side is gone', async () => {
    const [here, there] = await createPipe()
    const left = open(here)
    there.resetAndDestroy()
    expect(await left.gone).toBeUndefined()
    left.channel.send({ t: 'late' })
    left.channel.flush()
    left.channel.close()
    expect(left.channel.isOpen).toBe(false)
  })
})
