/** README.ko.md keeps in step with README.md: the same parts, the same code, the same links, as many rows in each table. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBlocks } from './guide-page.ts'
import { readRows, readSections, workspacePath } from './page.ts'

const PAGES = ['README.md', 'README.ko.md'] as const
const [english, korean] = PAGES.map((page): Readme => {
  const text = readFileSync(workspacePath(page), 'utf8')
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '')
  return {
    sections: readSections(page).filter(({ title }) => !title.startsWith('motia/')), // comments in code
    blocks: readBlocks(page).map(({ language, code }) => ({ language, code })),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link),
    commands: [...prose.matchAll(/`(np[mx] [^`]+)`/g)].map(([, command = '']) => command),
    images: [...prose.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, image = '']) => image),
  }
}) as [Readme, Readme]

interface Readme {
  readonly sections: ReturnType<typeof readSections>
  readonly blocks: readonly { language: string; code: string }[]
  readonly links: readonly string[]
  readonly commands: readonly string[]
  readonly images: readonly string[]
}

describe('README.ko.md', () => {
  it('has the sections of README.md, with tables as long', () => {
    const shapeOf = ({ sections }: Readme) =>
      sections.map((section) => ({ level: section.level, rows: readRows(section).length }))
    expect(shapeOf(korean)).toEqual(shapeOf(english))
  })

  it('has its code, commands, pictures and links', () => {
    expect(korean.blocks).toEqual(english.blocks)
    expect(korean.commands).toEqual(english.commands)
    expect(korean.images).toEqual(english.images)
    const others = (links: readonly string[]) => links.filter((link) => !/^README/.test(link)).sort()
    expect(others(korean.links)).toEqual(others(english.links))
  })

  it('and README.md link each other', () => {
    expect(english.links).toContain('README.ko.md')
    expect(korean.links).toContain('README.md')
  })
})
