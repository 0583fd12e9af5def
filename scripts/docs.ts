/** `npm run docs`: writes the parts of docs/ that are made from the code. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ioOfProcess } from '../packages/motia/src/cli/io.ts'
import { loadProgram } from '../packages/motia/src/cli/program.ts'
import { renderCliPage } from './cli-page.ts'
import { isMain, root } from './command.ts'

if (isMain(import.meta.url)) {
  const file = join(root, 'docs/cli.md')
  const page = readFileSync(file, 'utf8')
  const rendered = renderCliPage(page, await loadProgram(ioOfProcess()))
  writeFileSync(file, rendered)
  console.log(`docs/cli.md ${rendered === page ? 'was up to date' : 'is written'}`)
}
