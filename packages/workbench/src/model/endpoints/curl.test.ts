import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { quoteShell, toCurl } from './curl.ts'

it.each([
  'plain',
  '',
  "it's",
  `{"a":"$HOME \`id\` \\ !"}`,
  'two\nlines',
  '한국어 🙂',
  "'; rm -rf / #",
  '-n',
  '*?[a]~&|<>()',
])('survives a shell: %j', (text) => {
  const printed = execFileSync('sh', ['-c', `printf %s ${quoteShell(text)}`], { encoding: 'utf8' })
  expect(printed).toBe(text)
})

it('writes the request with an option a line', () => {
  const command = toCurl({
    method: 'POST',
    url: 'http://localhost:3000/orders?a=1&b=2',
    headers: { 'content-type': 'application/json' },
    body: `{"name":"O'Brien"}`,
  })
  expect(command).toBe(
    [
      `curl -X POST 'http://localhost:3000/orders?a=1&b=2' \\`,
      `  -H 'content-type: application/json' \\`,
      `  --data-raw '{"name":"O'\\''Brien"}'`,
    ].join('\n'),
  )
})

it('asks for the head alone with HEAD, since curl would wait for a body', () => {
  expect(toCurl({ method: 'HEAD', url: 'http://localhost:3000/' })).toBe('curl --head http://localhost:3000/')
})

it('lets the shell read the token, so that no secret is copied', () => {
  expect(toCurl({ method: 'GET', url: 'http://localhost/', tokenFile: '.motia/workbench.token' })).toBe(
    [`curl http://localhost/ \\`, `  -H "authorization: Bearer $(cat .motia/workbench.token)"`].join('\n'),
  )
})
