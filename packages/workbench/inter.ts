/**
 * The page's font, cut to what the page uses of it: every first load waits for it, and the whole of it weighs twice as
 * much. vite.config.ts takes it in; parts/base.css names it `inter.woff2`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'
import type { Plugin } from 'vite'

const SOURCE = createRequire(import.meta.url).resolve(
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
)
const TARGET = fileURLToPath(new URL('../../node_modules/.cache/workbench-font/inter.woff2', import.meta.url))

/** Latin as of ISO 8859-1, and the signs that the page's words use. What else a project holds is in the system's font. */
const CHARACTERS = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}–—‘’“”•…←↑→↓−≤≥€™`
/** As base.css and the panels' styles ask for. */
const WEIGHTS = { min: 400, max: 700 }
const FEATURES = ['kern', 'tnum', 'cv11', 'ss03']

/** Makes `inter.woff2` in style sheets mean the font as it was cut. */
export function interFont(): Plugin {
  return {
    name: 'inter-font',
    async config() {
      const cut = await subsetFont(readFileSync(SOURCE), CHARACTERS, {
        targetFormat: 'woff2',
        variationAxes: { wght: WEIGHTS },
        keepFeatures: FEATURES,
      })
      mkdirSync(dirname(TARGET), { recursive: true })
      writeFileSync(TARGET, cut)
      return { resolve: { alias: [{ find: /^inter\.woff2$/, replacement: TARGET }] } }
    },
  }
}

function range(first: number, last: number): string {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, at) => first + at))
}
