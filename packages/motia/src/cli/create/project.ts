/** Composes a project from templates/: all its files as text, before anything is written. Called by command.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { basename, dirname, join } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { nameWithin } from '../name-within.ts'
import { type Language, type PackageManager, runsPython } from './choice.ts'
import { toPackageJson } from './package-json.ts'
import type { Answers } from './question.ts'
import { chooseSample, listRequests } from './sample.ts'
import { listSteps } from './step-list.ts'
import { type Facts, fillIn, selectParts } from './template-text.ts'
import { toTestScript } from './test-script.ts'

/** Path from the project's root, with forward slashes, to text. */
export type ProjectFiles = ReadonlyMap<string, string>

/** Of the package, beside src and dist alike. */
const templates = fileURLToPath(new URL('../../../templates', import.meta.url))

/** `npm pack` leaves out some files whose names begin with a dot, so they are stored without. */
const DOTTED = ['gitignore', 'dockerignore', 'env.example', 'yarnrc.yml']

/** What to type, by package manager. */
export const COMMANDS: Readonly<Record<PackageManager, Commands>> = {
  npm: { install: 'npm install', run: 'npm run', execute: 'npx' },
  pnpm: { install: 'pnpm install', run: 'pnpm', execute: 'pnpm' },
  yarn: { install: 'yarn install', run: 'yarn', execute: 'yarn' },
  bun: { install: 'bun install', run: 'bun run', execute: 'bunx' },
}

interface Commands {
  readonly install: string
  /** Before the name of a script. */
  readonly run: string
  /** Before the name of a package's command. */
  readonly execute: string
}

/** Of the files that are named in prose. */
const EXTENSIONS: Readonly<Record<Language, string>> = {
  typescript: 'ts',
  javascript: 'js',
  python: 'py',
  ruby: 'rb',
  multi: 'ts',
}

/**
 * The files of a project, the same for the same answers.
 * @param workspaceRoot of a member of a workspace, relative to the project
 */
export function composeProject(
  answers: Answers,
  names: { readonly name: string; readonly packageName: string; readonly motiaVersion: string },
  { workspaceRoot }: { readonly workspaceRoot?: string | undefined } = {},
): ProjectFiles {
  const { template, language } = answers
  const { sample } = chooseSample(template, language)
  const isMember = workspaceRoot !== undefined
  const facts = toFacts(answers, isMember)
  const sources = [...readLayer('base', language), ...readLayer(sample, language)]
  const files = new Map<string, string>()
  for (const [path, source] of sources) {
    const text = selectParts(source, facts)
    if (text !== undefined) files.set(path, text)
  }
  const words = toWords(answers, names.name, listSteps(files))
  for (const [path, text] of files) {
    if (!isCode(path)) files.set(path, fillIn(text, path.endsWith('.html') ? escapeAll(words) : words))
  }
  const test = toTestScript(files.keys(), workspaceRoot)
  files.set('package.json', toPackageJson(names.packageName, names.motiaVersion, answers, { test, isMember }))
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function toFacts(answers: Answers, isMember: boolean): Facts {
  const { template, language, features, packageManager } = answers
  const { sample, web } = chooseSample(template, language)
  const facts = new Set<string>([...features, language, packageManager, sample])
  const requests = listRequests(answers).length > 0
  if (web) facts.add('web')
  if (web && requests) facts.add('script')
  if (requests) facts.add('requests')
  if (isMember) facts.add('member')
  if (features.length === 0) facts.add('empty')
  return facts
}

function toWords(answers: Answers, name: string, steps: string) {
  const commands = COMMANDS[answers.packageManager]
  return {
    name,
    steps,
    ...commands,
    installPython: runsPython(answers.language)
      ? `${commands.execute} motia install`
      : 'pip3 install -r requirements.txt',
    ext: EXTENSIONS[answers.language],
    requests: listRequests(answers).join('\n'),
  }
}

/** A template's files, under the names that they get in a project of this language. */
function readLayer(layer: string, language: Language): [path: string, text: string][] {
  const folder = resolve(templates, layer)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => nameWithin(folder, resolve(entry.parentPath, entry.name)))
  return paths
    .filter((path) =>
      language === 'javascript' ? !hasJavaScriptTwin(path, paths) : !isJavaScriptTwin(path, paths),
    )
    .map((path) => {
      const text = readFileSync(resolve(folder, path), 'utf8')
      return language === 'javascript' && path.endsWith('.ts')
        ? [path.replace(/\.ts$/, '.js'), toJavaScript(text)]
        : [toProjectPath(path), text]
    })
}

function isJavaScriptTwin(path: string, paths: readonly string[]): boolean {
  return path.endsWith('.js') && paths.includes(path.replace(/\.js$/, '.ts'))
}

function hasJavaScriptTwin(path: string, paths: readonly string[]): boolean {
  return path.endsWith('.ts') && paths.includes(path.replace(/\.ts$/, '.js'))
}

/** A template without a twin is JavaScript already; only what it imports has another name. */
function toJavaScript(text: string): string {
  return text.replace(/^(import .* from '\.[^']*)\.ts';$/gm, "$1.js';")
}

function toProjectPath(path: string): string {
  return DOTTED.includes(basename(path)) ? join(dirname(path), `.${basename(path)}`) : path
}

/** A folder may be called anything. */
function escapeAll(words: Readonly<Record<string, string>>): Record<string, string> {
  const toEntities = (word: string) => word.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, toEntities(word)]))
}

/** Code keeps its braces: only prose and pages have words to fill in. */
function isCode(path: string): boolean {
  return /^(motia|test)\/.*\.([jt]s|py|rb)$/.test(path)
}
