/** Bodies of JSON: text that is none, values that do not fit, and what would do harm further on. */
import { bodies, fine, type InputClass } from './case.ts'

const strict = { path: '/strict' }
const isolated = { path: '/isolated' }
const GOOD = '{"n":1,"name":"a"}'
const nest = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels)
const nestObjects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const bytes = (...given: (string | number[])[]) =>
  Buffer.concat(given.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

const BROKEN = [
  '{', '[', '}', ']', '{"a":}', "{'a':1}", '{"a":1,}', '[1,]', '[,1]', '[1 2]', '{"a" 1}', '{"a":1 "b":2}', '{a:1}',
  '{"a":1}}', '1 2', '{}{}', 'nul', 'truee', 'True', 'undefined', '01', '1.', '.5', '+1', '0x10', '1e', '-', '--1',
  '"unterminated', '"\\x41"', '"\\u12"', '"a\tb"', '"a\nb"', '// comment\n1', '/* comment */1', '\u00a01', '\ufeff{}',
  'name=x', '<xml/>', 'NaN', 'Infinity', '-Infinity', ';', ',', '"a"b',
] // biome-ignore format: a table

const WRONG = [
  '{"n":"1","name":"a"}', '{"n":null,"name":"a"}', '{"n":true,"name":"a"}', '{"n":[1],"name":"a"}',
  '{"n":{},"name":"a"}', '{"name":"a"}', '{"n":1}', '{"n":1.5,"name":"a"}', '{"n":-1,"name":"a"}',
  '{"n":101,"name":"a"}', '{"n":1,"name":""}', '{"n":1,"name":1}', '{"n":1,"name":["a"]}',
  '{"n":1,"name":"a","tags":"x"}', '{"n":1,"name":"a","tags":[1]}', '{"n":1,"name":"a","tags":["a","b","c","d"]}',
  '{"n":1,"name":"a","inner":{}}', '{"n":1,"name":"a","inner":{"mail":"x"}}', '{"n":1,"name":"a","inner":[]}',
  '{"N":1,"NAME":"a"}',
] // biome-ignore format: a table

export const JSON_CLASSES: readonly InputClass[] = [
  {
    name: 'text that is no JSON',
    bad: bodies(BROKEN, 400),
    accepted: fine(['{}', ' [1, 2] ', '"a\\tb"', '-0.5e+3']),
  },
  {
    name: 'text that is no JSON, for a worker',
    bad: bodies(BROKEN.slice(0, 12), 400, isolated),
    accepted: fine([GOOD], isolated),
  },
  { name: 'values of the wrong type', bad: bodies(WRONG, 400, strict), accepted: fine([GOOD], strict) },
  {
    name: 'values of the wrong type, for a worker',
    bad: bodies(WRONG.slice(0, 12), 400, isolated),
    accepted: fine([GOOD], isolated),
  },
  {
    name: 'values that are no object',
    bad: bodies(['1', '"x"', 'null', 'true', '[]', '[{"n":1,"name":"a"}]'], 400, strict),
    accepted: fine([GOOD, '{"n":1,"name":"a","more":[]}'], strict),
  },
  {
    name: 'no body where one is needed',
    bad: [
      ...bodies([''], 400, strict),
      ...bodies(['', 'x'], 400, { ...strict, type: undefined, length: null }),
      ...bodies([' ', '\n', '\t \r\n', '\0'], 400, strict),
    ],
    accepted: fine(['', '0'], { path: '/echo' }),
  },
  {
    name: 'numbers that are none',
    bad: bodies(
      [
        '1e999',
        '-1e999',
        `1${'0'.repeat(400)}`,
        '1e20',
        '9007199254740993',
        'NaN',
        'Infinity',
        '1e-400e',
        '0b1',
        '1_000',
      ].map((n) => `{"n":${n},"name":"a"}`),
      400,
      strict,
    ),
    accepted: fine(['{"n":1e2,"name":"a"}', '{"n":-0,"name":"a"}', '{"n":0.0,"name":"a"}'], strict),
  },
  {
    name: 'values nested too deep',
    bad: bodies(
      [
        ...[257, 400, 1000, 10_000, 32_000].map((levels) => nest('[', ']', levels)),
        ...[257, 400, 1000, 10_000].map(nestObjects),
        `{"a":${nest('[', ']', 400)}}`,
        `[${nest('[{"a":', '1}]', 0)}${nest('[', ']', 300)}]`,
        `${'[{"a":'.repeat(200)}1${'}]'.repeat(200)}`,
      ],
      400,
    ),
    accepted: fine([nest('[', ']', 256), nestObjects(256), JSON.stringify('['.repeat(5000))]),
  },
  {
    name: 'keys that poison prototypes',
    bad: bodies(
      [
        '{"__proto__":{}}',
        '{"__proto__":1}',
        '{"\\u005f_proto__":{"admin":true}}',
        '{"a":{"__proto__":null}}',
        '[{"__proto__":[]}]',
        '{"a":[[{"b":{"__proto__":{}}}]]}',
        '{"constructor":{"prototype":{"admin":true}}}',
        '{"a":{"constructor":{"prototype":1}}}',
        '{"constructor":{"\\u0070rototype":{}}}',
      ],
      400,
    ),
    accepted: fine(['{"proto":"__proto__"}', '{"constructor":"Ltd.","prototype":1}', '["__proto__"]']),
  },
  {
    name: 'bytes that are not UTF-8',
    bad: [
      ...bodies(
        [
          bytes('"', [0xff], '"'),
          bytes('"', [0xc0, 0xaf], '"'),
          bytes('"', [0xe0, 0xa4], '"'),
          bytes('"', [0xed, 0xa0, 0x80], '"'),
          bytes('"', [0xf5, 0x80, 0x80, 0x80], '"'),
          bytes('"', [0x80], '"'),
          bytes('{"', [0xfe], '":1}'),
          bytes([0xff, 0xfe], '{\0}\0'),
          Buffer.from('"utf-16"', 'utf16le'),
        ],
        400,
      ),
      ...bodies([bytes('a', [0xff]), bytes([0xc3])], 400, { type: 'text/plain' }),
      ...bodies([bytes('a=', [0xff])], 400, { type: 'application/x-www-form-urlencoded' }),
    ],
    accepted: fine(['"안녕 😀"', '"\\ud800"', '"\u0000'.replace('\u0000', '\\u0000"')]),
  },
]
