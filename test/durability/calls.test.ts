import { describe, expect, it } from 'vitest'
import { type Call, createCallReader } from './calls.ts'

function read(...lines: string[]): Call[] {
  const toCall = createCallReader()
  return lines.map(toCall).filter((call) => call !== undefined)
}

describe('lines of a trace', () => {
  it('one line is a call, with what its descriptor stands for', () => {
    expect(read('12187 1795401550.689094 fsync(34</tmp/motia-chaos/chaos.db-wal>) = 0')).toEqual([
      { name: 'fsync', file: '/tmp/motia-chaos/chaos.db-wal', args: '', result: 0, beganAt: 1, endedAt: 1 },
    ])
  })

  it('a call that another thread interrupts is put together, and keeps the line of its beginning', () => {
    const calls = read(
      '12172 1795401550.684646 read(36<socket:[2187880]>,  <unfinished ...>',
      '12187 1795401550.684699 pwrite64(34</tmp/chaos.db-wal>, "\\0\\0\\0\\5"..., 24, 140112 <unfinished ...>',
      '12172 1795401550.684733 <... read resumed>"POST / HTTP/1.1\\r\\n", 65536) = 206',
      '12187 1795401550.685503 <... pwrite64 resumed>) = 24',
    )
    expect(calls).toEqual([
      {
        name: 'read',
        file: 'socket:[2187880]',
        args: ',  "POST / HTTP/1.1\\r\\n", 65536',
        result: 206,
        beganAt: 1,
        endedAt: 3,
      },
      {
        name: 'pwrite64',
        file: '/tmp/chaos.db-wal',
        args: ', "\\0\\0\\0\\5"..., 24, 140112 ',
        result: 24,
        beganAt: 2,
        endedAt: 4,
      },
    ])
  })

  it('errors are negative results', () => {
    const [again, failed] = read(
      '7 1795401550.684646 read(36<socket:[1]>, 0x7f, 65536) = -1 EAGAIN (Resource temporarily unavailable)',
      '7 1795401550.684647 fsync(34</tmp/chaos.db-wal>)   = -1 EIO (Input/output error)',
    )
    expect(again).toMatchObject({ name: 'read', result: -1 })
    expect(failed).toMatchObject({ name: 'fsync', result: -1 })
  })

  it('what looks like an end within a string is none', () => {
    const line = '7 1795401550.684646 write(9<socket:[1]>, "f(x) = 0; \\"g(y) = 1\\"", 20) = 20'
    expect(read(line)).toMatchObject([{ args: ', "f(x) = 0; \\"g(y) = 1\\"", 20', result: 20 }])
  })

  it('a call without a descriptor has no file', () => {
    expect(read('7 1795401550.684646 sync() = 0')).toMatchObject([{ name: 'sync', file: '' }])
  })

  it('what is no call, or has not returned, is passed over and counted', () => {
    const calls = read(
      '7 1795401550.684646 --- SIGCHLD {si_signo=SIGCHLD} ---',
      '8 1795401550.684647 fsync(34</tmp/chaos.db-wal> <unfinished ...>) = ?',
      '8 1795401550.684648 +++ killed by SIGKILL +++',
      '',
      '7 1795401550.684649 write(1</dev/null>, "x", 1) = 1',
    )
    expect(calls).toMatchObject([{ name: 'write', beganAt: 5, endedAt: 5 }])
  })
})
