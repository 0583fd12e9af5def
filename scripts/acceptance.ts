/**
 * `npm run acceptance`: runs the suites, then prints every statement of ACCEPTANCE that this version answers for, with
 * the tests that prove it and at which level. Fails if one has no proof. A whole `npm test` asks for the gaps alone.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  claimsOf,
  findGap,
  HALF,
  inScope,
  LATER,
  type Proof,
  readStatements,
  type Statement,
} from '../test/acceptance/statements.ts'
import { execute, isMain, root } from './command.ts'

const resultsFolder = join(root, '.test-results')
/** The suites that `npm run acceptance` runs. */
const SUITES = ['unit', 'e2e', 'workbench']

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

/** Statements without proof, as lines. Reads the reports of these suites alone: others may be of an earlier run. */
export function findGaps(suites: readonly string[]): string[] {
  const proofs = readProofs(suites)
  return readStatements()
    .filter(inScope)
    .flatMap((statement) => {
      const gap = findGap(statement, proofs.get(statement.id) ?? [])
      return gap ? [`${statement.id}: ${gap}`] : []
    })
}

/** Statement → the tests that claim it. */
function readProofs(suites: readonly string[]): Map<string, Proof[]> {
  const proofs = new Map<string, Proof[]>()
  for (const suite of suites) {
    const file = join(resultsFolder, `${suite}.json`)
    if (!existsSync(file)) continue // it did not get that far, and proves nothing
    const report: VitestReport = JSON.parse(readFileSync(file, 'utf8'))
    for (const { title, status } of report.testResults.flatMap(({ assertionResults }) => assertionResults)) {
      const proof = { suite, name: title, passed: status === 'passed' }
      for (const id of claimsOf(title)) proofs.set(id, [...(proofs.get(id) ?? []), proof])
    }
  }
  return proofs
}

function print(): void {
  const proofs = readProofs(SUITES)
  let section = ''
  for (const statement of readStatements()) {
    if (!inScope(statement) && !(statement.id in LATER)) continue
    if (statement.section !== section) console.log(`\n${statement.section}`)
    section = statement.section
    printStatement(statement, proofs.get(statement.id) ?? [])
  }
}

function printStatement(statement: Statement, proofs: readonly Proof[]): void {
  const { id, isExplicit, text } = statement
  const later = LATER[id]
  const gap = later ? undefined : findGap(statement, proofs)
  const mark = later ? '·' : gap ? '✗' : '✓'
  console.log(`${mark} ${id} ${isExplicit ? '[E] ' : ''}${text}`)
  if (later) console.log(`    comes with: ${later}`)
  if (HALF[id]) console.log(`    half: ${HALF[id]}`)
  for (const { suite, name, passed } of proofs) console.log(`    ${passed ? '✓' : '✗'} ${suite}: ${name}`)
  if (gap) console.log(`    ${gap}`)
}

if (isMain(import.meta.url)) {
  await execute(process.execPath, [...process.execArgv, join(root, 'scripts/test.ts'), ...SUITES], 'inherit')
  print()
  const gaps = findGaps(SUITES)
  const total = readStatements().filter(inScope).length
  console.log(`\n${total - gaps.length} of ${total} statements proven`)
  if (gaps.length > 0) process.exitCode = 1
}
