/** Links of the pages to files of the workspace and to headings, the index's to each page, and files named in passing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'
import { listGuides } from './guide-page.ts'
import { readCode, readSections, workspacePath } from './page.ts'

const reference = readdirSync(workspacePath('docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const pages = ['README.md', 'README.ko.md', 'ARCHITECTURE.md', ...reference, ...listGuides()]

it('docs/README.md links each page', () => {
  const linked = readLinks('docs/README.md').map((link) => normalize(join('docs', link)))
  expect(linked).toEqual(
    expect.arrayContaining([...reference, ...listGuides()].filter((page) => page !== 'docs/README.md')),
  )
})

it.each(['README.md', 'README.ko.md'])('%s links each page of the reference', (readme) => {
  expect(readLinks(readme).filter((link) => link.startsWith('docs/'))).toEqual(
    expect.arrayContaining(reference),
  )
})

it.each(pages)('%s links only what there is', (page) => {
  expect(readLinks(page).filter((link) => isBroken(page, link))).toEqual([])
})

it.each(pages)('%s names only files that there are', (page) => {
  const named = readCode(readFileSync(workspacePath(page), 'utf8')).filter((code) =>
    /^\w[\w.-]*(\/[\w.-]+)+\.(ts|mjs|sql)$/.test(code),
  )
  expect(named.filter((file) => !findNamed(file))).toEqual([])
})

/** `engine/lane.ts` is of `motia`; `core/run.ts` of the package of that name; anything else begins at the root. */
function findNamed(file: string): boolean {
  const places = [file, `packages/motia/src/${file}`, `packages/${file.replace('/', '/src/')}`]
  return places.some((place) => existsSync(workspacePath(place)))
}

function readLinks(page: string): string[] {
  const text = readFileSync(workspacePath(page), 'utf8')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => !/^https?:/.test(link))
}

function isBroken(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const file = path === '' ? page : normalize(join(dirname(page), path))
  if (!existsSync(workspacePath(file))) return true
  return anchor !== undefined && !readSections(file).some(({ title }) => toAnchor(title) === anchor)
}

/** As GitHub makes them. */
function toAnchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-')
}
