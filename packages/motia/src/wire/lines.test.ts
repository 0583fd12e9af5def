import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { expect, it } from 'vitest'
import { readLines } from './lines.ts'

async function linesOf(...chunks: (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough()
  const lines: string[] = []
  readLines(stream, (line) => lines.push(line))
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await finished(stream)
  return lines
}

it('joins what arrives in pieces, and keeps the last line without an end', async () => {
  expect(await linesOf('one\ntw', 'o\r\n\nlast')).toEqual(['one', 'two', '', 'last'])
})

it('keeps a character whole that is cut between two chunks', async () => {
  const bytes = Buffer.from('홍길동\n')
  expect(await linesOf(bytes.subarray(0, 4), bytes.subarray(4))).toEqual(['홍길동'])
})

it('does not hold back an endless line', async () => {
  const lines = await linesOf('x'.repeat(70_000), 'y\n')
  expect(lines.map((line) => line.length)).toEqual([70_000, 1])
})
