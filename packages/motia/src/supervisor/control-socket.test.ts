import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Command } from '../wire/control.ts'
import { askServer } from '../wire/control-client.ts'
import { findControlPath } from '../wire/control-path.ts'
import { type ControlSocket, openControlSocket } from './control-socket.ts'

let root: string
let socket: ControlSocket | undefined
beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'control-'))
})
afterEach(() => {
  socket?.close()
  socket = undefined
  rmSync(root, { recursive: true, force: true })
})

const echo = async (command: Command): Promise<Answer> => ({ ok: true, value: command })
const cancel = (runId: string) => ({ name: 'cancel', runId }) as const

describe('the control socket', () => {
  it('passes a command on and its answer back', async () => {
    socket = await openControlSocket(root, echo)
    expect(await askServer(root, cancel('r1'))).toEqual({ ok: true, value: cancel('r1') })
  })

  it('carries a large payload, and several clients at once', async () => {
    socket = await openControlSocket(root, echo)
    const runIds = ['a', 'b', 'c'].map((letter) => letter.repeat(500_000))
    const answers = await Promise.all(runIds.map((runId) => askServer(root, cancel(runId))))
    expect(answers).toEqual(runIds.map((runId) => ({ ok: true, value: cancel(runId) })))
  })

  it('answers with a failure when the command throws', async () => {
    socket = await openControlSocket(root, async () => {
      throw new Error('out of order')
    })
    expect(await askServer(root, { name: 'info' })).toMatchObject({
      ok: false,
      failure: { message: 'out of order' },
    })
  })

  it('may be opened by this user only', async () => {
    socket = await openControlSocket(root, echo)
    expect(statSync(socket.path).mode & 0o777).toBe(0o600)
    expect(statSync(join(root, '.motia')).mode & 0o777).toBe(0o700)
  })

  it('replaces what a killed server left', async () => {
    mkdirSync(join(root, '.motia'))
    writeFileSync(join(root, '.motia/control.sock'), '')
    socket = await openControlSocket(root, echo)
    expect(await askServer(root, { name: 'info' })).toMatchObject({ ok: true })
  })

  it('is refused while another server of the project answers', async () => {
    socket = await openControlSocket(root, echo)
    await expect(openControlSocket(root, echo)).rejects.toMatchObject({ code: 'MOTIA_ALREADY_RUNNING' })
    expect(await askServer(root, { name: 'info' })).toMatchObject({ ok: true })
  })

  it('lies in a private folder when the path of the project is too long', async () => {
    const deep = join(root, 'd'.repeat(120))
    mkdirSync(deep)
    socket = await openControlSocket(deep, echo)
    expect(socket.path.startsWith(deep)).toBe(false)
    expect(findControlPath(deep)).toBe(socket.path)
    expect(await askServer(deep, { name: 'info' })).toMatchObject({ ok: true })
    socket.close()
    expect(existsSync(socket.path)).toBe(false)
    expect(findControlPath(deep)).toBe(join(deep, '.motia/control.sock'))
  })

  it('is missed with a clear word when no server runs, or it goes without an answer', async () => {
    const missing = { code: 'MOTIA_NOT_RUNNING', message: `no Motia server runs in ${root}` }
    await expect(askServer(root, { name: 'info' })).rejects.toMatchObject(missing)
    mkdirSync(join(root, '.motia'))
    const deaf = createServer((client) => client.end()).listen(join(root, '.motia/control.sock'))
    await expect(askServer(root, { name: 'info' })).rejects.toMatchObject(missing)
    deaf.close()
  })
})
