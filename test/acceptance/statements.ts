/**
 * The statements of test/fixtures/acceptance.md, which of them this version answers for, and the tests that prove
 * each: a test claims statements by beginning its name with them, `S28 S34: …` (decisions likewise, `D6: …`).
 */
import { readFileSync } from 'node:fs'

export interface Statement {
  readonly id: string
  /** `2.2`, or `D` for a decision. */
  readonly section: string
  /** Said in the tutorial: has to be proven through the command line and HTTP of a created project. */
  readonly isExplicit: boolean
  readonly text: string
}

/** A test that claims statements. */
export interface Proof {
  readonly suite: string
  readonly name: string
  readonly passed: boolean
}

/** Suites that use created projects as their users do. */
const END_TO_END = ['e2e', 'workbench']

const FIXTURE = new URL('../fixtures/acceptance.md', import.meta.url)
const SECTIONS = ['2.0', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.8', '2.9', '2.11']
const FURTHER = ['S105', 'S148', 'S149']

/** Statements of those sections that come with later parts of the system, and with which. */
export const LATER: Readonly<Record<string, string>> = {
  S73: 'several instances on one store',
  S158: 'other operating systems',
}

/** Statements of which one half is proven here, and where the other half comes. */
export const HALF: Readonly<Record<string, string>> = {
  S1: 'workflow and agent steps come later',
}

export function readStatements(text = readFileSync(FIXTURE, 'utf8')): Statement[] {
  const statements: Statement[] = []
  let section = ''
  for (const line of text.split('\n')) {
    section = /^## (\d\.\d+)/.exec(line)?.[1] ?? section
    const found = /^- \*\*(S\d+)\*\* (?:\[(E|I)\] )?(.*)/.exec(line)
    if (found) {
      const [, id = '', mark, words = ''] = found
      statements.push({ id, section, isExplicit: mark === 'E', text: words })
    }
  }
  return statements
}

/** Those that this version answers for. */
export function inScope({ id, section }: Statement): boolean {
  return (SECTIONS.includes(section) || FURTHER.includes(id)) && !(id in LATER)
}

/** The statements and decisions that a test's name begins with. */
export function claimsOf(testName: string): string[] {
  const head = /^((?:[SD]\d+(?:[\s,]+|(?=:)))+):/.exec(testName)?.[1] ?? ''
  return head.match(/[SD]\d+/g) ?? []
}

/** What is wrong with a statement's proofs; `undefined` if nothing. */
export function findGap({ isExplicit }: Statement, proofs: readonly Proof[]): string | undefined {
  if (proofs.length === 0) return 'no test claims it'
  if (proofs.some(({ passed }) => !passed)) return 'a test that claims it fails'
  if (isExplicit && !proofs.some(({ suite }) => END_TO_END.includes(suite)))
    return 'no end-to-end test claims it'
  return undefined
}
