/** Schemas of every kind in a running project: what is checked, the document of the API, and clients of it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from './harness/command.ts'
import { createProject, makeFolder, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

/** With this one the test of types is about TypeScript's own words, not about those of the newest compiler. */
const GENERATORS = ['openapi-typescript@7', 'openapi-fetch', 'typescript@5']

/** The workspace's: not every Node runs TypeScript. */
const TSX = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url))

const CLIENT = `import { createClient } from '@motia/client'

const client = createClient({ baseUrl: process.env.API_URL as string })
const book = await client.post('/books', { body: { title: 'Momo', pages: 300 } }).orThrow()
const read = await client.get('/books/:id', { params: { id: book.id } })
if (read.status === 200) read.body.title satisfies string
if (read.status === 404) read.body.error satisfies string
const gone = await client.get('/books/:id', { params: { id: 'none' } })
const query = { q: 'x', sizes: [1, 2] }
const found = await client.get('/search/:kind/:page', { params: { kind: 'book', page: 2 }, query }).orThrow()
found.kind satisfies 'book' | 'film'
const note = await client.post('/notes/:book', { params: { book: 7 }, body: { text: 'good', stars: 5 } }).orThrow()
note.note.stars satisfies number
const wrong = await client.post('/books', { body: { title: '', pages: 0 } })
const paths = wrong.status === 400 ? wrong.body.issues?.map(({ path }) => path) : undefined
console.log(JSON.stringify({ book: book.tags, read: read.status, gone: gone.body, found, note, paths }))
export const mistakes = () => {
  // @ts-expect-error pages is missing
  client.post('/books', { body: { title: 'Momo' } })
  // @ts-expect-error no such route
  client.get('/nowhere')
  // @ts-expect-error stars are no text
  client.post('/notes/:book', { params: { book: 7 }, body: { text: 'good', stars: 'five' } })
}
`

const GENERATED = `import createClient from 'openapi-fetch'
import type { components, paths } from './api.js'

const client = createClient<paths>({ baseUrl: 'http://localhost' })
const { data } = await client.POST('/books', { body: { title: 'Momo', pages: 300 } })
const book: components['schemas']['Book'] | undefined = data
book?.tags satisfies string[] | undefined
const kept = { params: { path: { book: 7 } }, body: { text: 'x', stars: 3 } }
const note = await client.POST('/notes/{book}', kept)
note.data?.note.stars satisfies number | undefined
note.error?.error satisfies string | undefined
// @ts-expect-error pages is missing
await client.POST('/books', { body: { title: 'Momo' } })
`

let project: Project
let server: Server
beforeAll(async () => {
  project = await createProject('schemas')
  server = await startServer(project)
  await waitFor('the routes of all languages', () =>
    project.read('.motia/routes.d.ts').includes('/notes/:book'),
  )
})
afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

describe('S27 S30 S31 D12: a schema', () => {
  it('of JSON Schema checks each part, reads numbers from texts and fills defaults in', async () => {
    const good = await server.request('GET', '/search/book/2?q=x&sizes=1', undefined, { 'x-version': '3' })
    expect(good.body).toEqual({ kind: 'book', page: 2, deep: false, sizes: [1], version: 3 })
    const bad = await server.request('GET', '/search/song/0?sizes=a', undefined, { 'x-version': '9' })
    expect(bad.status).toBe(400)
    const places = bad.body.issues.map((issue: { in: string; path: string }) => `${issue.in} ${issue.path}`)
    expect(places.sort()).toEqual([
      'headers x-version',
      'params kind',
      'params page',
      'query q',
      'query sizes.0',
    ])
  })

  it('in Python does the same', async () => {
    expect((await server.request('POST', '/notes/7', { text: 'x', stars: 5 })).status).toBe(201)
    const bad = await server.request('POST', '/notes/seven', { text: 1, stars: 6 })
    const places = bad.body.issues.map((issue: { in: string; path: string }) => `${issue.in} ${issue.path}`)
    expect([bad.status, places.sort()]).toEqual([400, ['body stars', 'body text', 'params book']])
  })

  it('of an answer is told where it is not kept, and changes nothing', async () => {
    const answer = await server.request('GET', '/wrong')
    expect([answer.status, answer.body]).toEqual([200, { n: 'one' }])
    await server.prints('the answer of 200 does not match schema.response: n: must be an integer')
  })
})

describe('the OpenAPI document', () => {
  it('is served, the same as `motia openapi` writes, and valid', async () => {
    const { body } = await server.request('GET', '/openapi.json')
    expect((await project.motia('openapi', '--out', 'openapi.json')).exitCode).toBe(0)
    expect(JSON.parse(project.read('openapi.json'))).toEqual(body)
    expect(Object.keys(body.paths)).toContain('/notes/{book}')
    const { valid, errors } = await new Validator().validate(body)
    expect([valid, errors]).toEqual([true, undefined])
  })

  it('is good enough to generate a client from', async () => {
    await project.motia('openapi', '--out', 'openapi.json')
    const folder = makeFolder('generated')
    const options = { cwd: folder, env: project.env }
    writeFileSync(join(folder, 'package.json'), '{ "name": "generated", "type": "module" }')
    writeFileSync(join(folder, 'use.ts'), GENERATED)
    await succeed('npm', ['install', '--ignore-scripts', ...GENERATORS], options)
    await succeed(
      'npx',
      ['openapi-typescript', join(project.folder, 'openapi.json'), '-o', 'api.d.ts'],
      options,
    )
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck']
    await succeed('npx', ['tsc', ...flags, 'use.ts'], options)
  })
})

describe('the typed client', () => {
  it('knows the routes of all languages, and asks them', async () => {
    project.write('motia/client.mts', CLIENT)
    // Into the packages that all projects here share: what theirs are said to need stays as it is.
    await succeed('npm', ['install', '--no-save', '@motia/client'], { cwd: project.folder, env: project.env })
    const checked = await project.run('npm', 'run', '--silent', 'check')
    expect([checked.stdout, checked.exitCode]).toEqual(['', 0])
    const { stdout } = await succeed(TSX, ['motia/client.mts'], {
      cwd: project.folder,
      env: { ...project.env, API_URL: server.url },
    })
    expect(JSON.parse(stdout)).toEqual({
      book: [],
      read: 200,
      gone: { error: 'there is no such book' },
      found: { kind: 'book', page: 2, deep: false, sizes: [1, 2], version: null },
      note: { book: 7, note: { text: 'good', stars: 5 } },
      paths: ['title', 'pages'],
    })
  })
})
