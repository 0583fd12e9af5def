/** What reload.test.ts writes into the project while its server runs: a broken file, that file mended, a slow one. */
import type { Language } from './languages.ts'

type Texts = Readonly<Record<Language['suffix'], string>>

/** Where the parsers see the mistake. */
export const BROKEN_LINE = 4

const node = (id: string, body: string) => `import { event } from '@motia/core';

export const broken = event({ id: '${id}' }, () => {
${body}
});
`

export const BROKEN: Texts = {
  ts: node('mended-ts', '  return 1 +* 2;'),
  js: node('mended-js', '  return 1 +* 2;'),
  py: 'from motia import event\n@event(id="mended-py")\ndef mended():\n    return 1 +* 2\n',
  rb: "require 'motia'\n\nevent id: 'mended-rb' do\n  1 +* 2)\nend\n",
}

export const MENDED: Texts = {
  ts: node('mended-ts', '  return 3;'),
  js: node('mended-js', '  return 3;'),
  py: 'from motia import event\n@event(id="mended-py")\ndef mended():\n    return 3\n',
  rb: "require 'motia'\n\nevent id: 'mended-rb' do\n  3\nend\n",
}

const slowNode = (suffix: string) => `import { api, event } from '@motia/core';

await new Promise((resolve) => setTimeout(resolve, 3000));

export const slow = event({ id: 'slow-${suffix}' }, () => 'loaded');
export const slowPage = api({ id: 'slow-page-${suffix}', method: 'GET', path: '/${suffix}/slow' }, () => 'loaded');
`

/** Takes three seconds to load. */
export const SLOW: Texts = {
  ts: slowNode('ts'),
  js: slowNode('js'),
  py: `import time

from motia import api, event

time.sleep(3)


@event(id="slow-py")
def slow():
    return "loaded"


@api(id="slow-page-py", method="GET", path="/py/slow")
def slow_page():
    return "loaded"
`,
  rb: `require 'motia'

sleep 3

event id: 'slow-rb' do
  'loaded'
end

api id: 'slow-page-rb', method: 'GET', path: '/rb/slow' do
  'loaded'
end
`,
}
