/** Bodies of multipart/form-data: broken, hostile, or too much of them. */
import { type BadCase, type Expected, type InputCase, type InputClass, toRequest } from './case.ts'

const TYPE = 'multipart/form-data; boundary=B'
const FIELD = 'content-disposition: form-data; name="a"'
const FILE = 'content-disposition: form-data; name="file"; filename="a.txt"'
const END = '--B--\r\n'
const part = (head: string, text = 'x') => `--B\r\n${head}\r\n\r\n${text}\r\n`
const send = (body: string, { path = '/upload', type = TYPE } = {}) =>
  toRequest(Buffer.from(body, 'latin1'), { path, type })

const bad = (
  expect: Expected,
  cases: Readonly<Record<string, string>>,
  shape?: { path?: string },
): BadCase[] => Object.entries(cases).map(([what, body]) => ({ what, bytes: send(body, shape), expect }))
const named = (name: string): string =>
  part(`content-disposition: form-data; name="file"; filename="${name}"`) + END
const good: InputCase = { what: 'a field and a file', bytes: send(part(FIELD) + part(FILE) + END) }

export const MULTIPART_CLASSES: readonly InputClass[] = [
  {
    name: 'forms whose frame is broken',
    bad: [
      ...['', '; boundary', '; boundary=', '; boundary=""', `; boundary=${'b'.repeat(71)}`, '; border=B'].map(
        (given) => ({
          what: `the type multipart/form-data${given}`,
          bytes: send(part(FIELD) + END, { type: `multipart/form-data${given}` }),
          expect: [400, 415],
        }),
      ),
      ...bad(400, {
        nothing: '',
        'no boundary in it': 'hello',
        'another boundary': part(FIELD).replaceAll('--B', '--C'),
        'no end': part(FIELD),
        'no end of a file': part(FILE),
        'half an end': `${part(FIELD)}--B-`,
        'an end in a header': '--B\r\ncontent-dispo',
        'a part without a header': `--B\r\n--B\r\n${FIELD}\r\n\r\nx\r\n${END}`,
        'a boundary that never begins': `${FIELD}\r\n\r\nx\r\n${END.slice(2)}`,
      }),
    ],
    accepted: [
      good,
      { what: 'no parts', bytes: send(END) },
      { what: 'a preamble and an epilogue', bytes: send(`hello\r\n${part(FIELD)}${END}bye`) },
    ],
  },
  {
    name: 'parts whose head is broken',
    bad: [
      ...bad(
        400,
        {
          'no disposition': part('content-type: text/plain') + END,
          'two dispositions': part(`${FIELD}\r\n${FIELD}`) + END,
          'another disposition': part('content-disposition: attachment; name="a"') + END,
          'no name': part('content-disposition: form-data') + END,
          'no name of a file': part('content-disposition: form-data; filename="a"') + END,
          'a name without an end': part('content-disposition: form-data; name="a') + END,
          'words after the name': part('content-disposition: form-data; name="a" b') + END,
          'a name that is no UTF-8': part('content-disposition: form-data; name="\xff"') + END,
          'a name that poisons': part('content-disposition: form-data; name="__proto__"') + END,
          'a header of 10 KB before': part(`x: ${'y'.repeat(10_000)}\r\n${FIELD}`) + END,
          '100 headers before': part('x: y\r\n'.repeat(100) + FIELD) + END,
          'no colon': part('content-disposition form-data; name="a"') + END,
          'bare line feeds': `--B\n${FIELD}\n\nx\n--B--\n`,
        },
        { path: '/echo' },
      ),
      ...bad(415, {
        'a coding': part(`${FIELD}\r\ncontent-transfer-encoding: base64`) + END,
        'a charset': part(`${FIELD}\r\ncontent-type: text/plain; charset=utf-16`) + END,
      }),
    ],
    accepted: [
      good,
      { what: 'spaces and capitals', bytes: send(part('Content-Disposition:form-data ;  NAME=a') + END) },
      { what: 'an 8bit coding', bytes: send(part(`${FIELD}\r\ncontent-transfer-encoding: 8bit`) + END) },
    ],
  },
  {
    name: 'names that no file can have',
    bad: bad(400, {
      '..': named('..'),
      '.': named('.'),
      'a folder': named('../../'),
      'a folder of Windows': named('C:\\'),
      'a NUL': named('a\0.txt'),
      'a tab': named('a\tb'),
      '2,000 characters': named('x'.repeat(2000)).slice(0, -1),
      'no UTF-8': named('\xfe\xff'),
      'a broken filename*': part('content-disposition: form-data; name="f"; filename*=UTF-8\'\'%zz') + END,
      'another charset': part('content-disposition: form-data; name="f"; filename*=latin1\'\'a') + END,
    }),
    accepted: ['../../etc/passwd', '..\\..\\boot.ini', '.env', 'CON', 'a;b.txt', 'a%00b', ' a '].map(
      (name) => ({
        what: name,
        bytes: send(named(name)),
      }),
    ),
  },
  {
    name: 'forms that are too much',
    bad: [
      ...bad(413, {
        'a file that is too large': part(FILE, 'x'.repeat(1001)) + END,
        'too many files': part(FILE).repeat(4) + END,
        'a field that is too large': part(FIELD, 'x'.repeat(2001)) + END,
        'fields that are too large': part(FIELD, 'x'.repeat(1500)).repeat(2) + END,
        'all of it': part(FILE, 'x'.repeat(100_000)) + END,
        'an epilogue without end': `${part(FIELD)}${END}${'x'.repeat(10_000)}`,
      }),
      {
        what: 'by what it says of itself',
        bytes: toRequest('--B', { path: '/upload', type: TYPE, length: '99999999' }),
        expect: 413,
        after: 'stay',
      },
      ...bad(
        413,
        { 'too many parts': part('content-disposition: form-data; name=a', '').repeat(1001) + END },
        { path: '/echo' },
      ),
      ...bad(415, { 'files where none are taken': part(FILE) + END }, { path: '/echo' }),
    ],
    accepted: [
      { what: 'three files of the most', bytes: send(part(FILE, 'x'.repeat(1000)).repeat(3) + END) },
      {
        what: '500 fields',
        bytes: send(part('content-disposition: form-data; name=a').repeat(500) + END, { path: '/echo' }),
      },
    ],
  },
]
