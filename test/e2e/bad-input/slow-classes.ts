/** Clients that stop in the middle: they stay, or they go. */
import { type BadCase, type InputClass, toRequest } from './case.ts'

const FILE = '--B\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf'
const UPLOAD = { path: '/upload', type: 'multipart/form-data; boundary=B', length: '900' }
const CHUNKED = { length: null, headers: ['transfer-encoding: chunked'] }
const head = Buffer.from('POST /echo HTTP/1.1\r\nhost: a\r\nx: ')

const HALVES: Readonly<Record<string, Buffer>> = {
  'half a first line': head.subarray(0, 10),
  'half a head': head,
  'a head without its body': toRequest('', { length: '10' }),
  'half a body': toRequest('{"a":', { length: '100' }),
  'half a chunk': toRequest('ff\r\n{"a":', CHUNKED),
  'chunks without an end': toRequest('1\r\n1\r\n', CHUNKED),
  'half a form': toRequest('a=1&b', { type: 'application/x-www-form-urlencoded', length: '100' }),
  'half a file': toRequest(FILE, UPLOAD),
  'half a body for a worker': toRequest('{"n":', { path: '/isolated', length: '100' }),
}
const halves = (after: 'stay' | 'leave', expect: BadCase['expect']) =>
  Object.entries(HALVES).map(([what, bytes]) => ({ what, bytes, after, expect }))

export const SLOW_CLASSES: readonly InputClass[] = [
  {
    name: 'requests that never end',
    bad: halves('stay', [408, 400]),
    accepted: [{ what: 'a whole one', bytes: toRequest('1') }],
  },
  {
    name: 'clients that leave',
    bad: halves('leave', 'closed'),
    accepted: [{ what: 'one that stays', bytes: toRequest('1') }],
  },
]
