/**
 * The control socket of a project: commands come in from the command line, answers of the app go out. Only the user
 * who started the server may open it. supervisor.ts opens one.
 */
import { chmodSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { motiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import { openChannel } from '../wire/channel.ts'
import type { Answer, ClientAnswer, ClientMessage, Command } from '../wire/control.ts'
import { isAnswered } from '../wire/control-client.ts'
import { findControlPath, makeControlPath, removeControlPath } from '../wire/control-path.ts'
import { readServerRecord } from '../wire/server-record.ts'

export interface ControlSocket {
  readonly path: string
  close(): void
}

/**
 * Replaces the socket that a killed server left.
 * @throws `MOTIA_ALREADY_RUNNING` if a server of this project answers
 */
export async function openControlSocket(
  root: string,
  onCommand: (command: Command) => Promise<Answer>,
): Promise<ControlSocket> {
  const left = findControlPath(root)
  if (await isAnswered(left)) {
    throw motiaError('MOTIA_ALREADY_RUNNING', { root, url: readServerRecord(root)?.apiUrl ?? left })
  }
  removeControlPath(root, left)
  const path = makeControlPath(root)
  const clients = new Set<Socket>()
  const server = createServer((socket) => {
    clients.add(socket)
    socket.once('close', () => clients.delete(socket))
    serve(socket, onCommand)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, 0o600)
  server.unref()
  return {
    path,
    close() {
      server.close()
      for (const client of clients) client.destroy()
      removeControlPath(root, path)
    },
  }
}

function serve(socket: Socket, onCommand: (command: Command) => Promise<Answer>): void {
  const channel = openChannel<ClientMessage, ClientAnswer>(socket, {
    message: ({ q, command }) => {
      onCommand(command).then(
        (answer) => channel.send({ t: 'answer', q, answer }),
        (error) => channel.send({ t: 'answer', q, answer: { ok: false, failure: toFailure(error) } }),
      )
    },
    closed: () => {},
  })
}
