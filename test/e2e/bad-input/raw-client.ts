/** Sends bytes to a server and reads what comes back, with nothing in between that knows HTTP better. */
import { connect } from 'node:net'
import type { InputCase } from './case.ts'

export interface RawAnswer {
  /** Of all answers that came; several if the server saw several requests. */
  readonly statuses: readonly number[]
  /** Of the last. */
  readonly body: string
}

/** A server that does not end a connection by then hangs. */
const LIMIT_MS = 15_000

/** Resolves when the server has ended the connection, or at once if it was left. @throws if the server hangs */
export function sendBytes(port: number, { what, bytes, after }: InputCase): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: after !== 'leave' })
    const settle = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(toAnswer(Buffer.concat(chunks).toString('latin1')))
    }
    const timer = setTimeout(() => {
      socket.destroy()
      reject(
        new Error(`no end of ${what}; until now: ${Buffer.concat(chunks).toString('latin1').slice(0, 200)}`),
      )
    }, LIMIT_MS)
    socket.on('error', settle) // reset, since the server has not read everything
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', settle)
    socket.on('close', settle)
    socket.write(bytes, () => {
      if (after === 'leave') settle()
    })
  })
}

function toAnswer(text: string): RawAnswer {
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))
  return { statuses, body: text.slice(text.lastIndexOf('\r\n\r\n') + 4) }
}
