/**
 * Asks the server of a project, if one runs, on its control socket. The command line triggers, cancels and redrives
 * with it; a supervisor that starts looks for another one with it.
 */
import { connect, type Socket } from 'node:net'
import { motiaError } from '@motia/core/errors'
import { openChannel } from './channel.ts'
import type { Answer, ClientAnswer, ClientMessage, Command } from './control.ts'
import { findControlPath } from './control-path.ts'

/** @throws `MOTIA_NOT_RUNNING` if no server runs in the project, or it ends before it has answered */
export async function askServer(root: string, command: Command): Promise<Answer> {
  const socket = await connectTo(findControlPath(root))
  if (!socket) throw motiaError('MOTIA_NOT_RUNNING', { root })
  return new Promise((resolve, reject) => {
    const channel = openChannel<ClientAnswer, ClientMessage>(socket, {
      message({ answer }) {
        channel.close()
        resolve(answer)
      },
      closed: () => reject(motiaError('MOTIA_NOT_RUNNING', { root })),
    })
    channel.send({ t: 'command', q: 1, command })
    channel.flush()
  })
}

/** Whether somebody listens on the socket. */
export async function isAnswered(path: string): Promise<boolean> {
  const socket = await connectTo(path)
  socket?.destroy()
  return socket !== undefined
}

/** `undefined` if nobody listens there. */
function connectTo(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined)) // ENOENT, ECONNREFUSED, EACCES
  })
}
