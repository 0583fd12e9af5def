/** Composes a project from templates/: all its files as text, before anything is written. Called by command.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import type { Language, PackageManager } from './choice.ts'
import { toPackageJson } from './package-json.ts'
import type { Answers } from './question.ts'
import { listRequests, SAMPLES } from './sample.ts'
import { listSteps } from './step-list.ts'
import { type Facts, fillIn, selectParts } from './template-text.ts'

/** Path from the project's root, with forward slashes, to text. */
export type ProjectFiles = ReadonlyMap<string, string>

/** Of the package, beside src and dist alike. */
const templates = fileURLToPath(new URL('../../../templates', import.meta.url))

/** `npm pack` leaves out some files whose names begin with a dot, so they are stored without. */
const DOTTED = ['gitignore', 'dockerignore', 'env.example', 'yarnrc.yml']

/** What to type, by package manager. */
export const COMMANDS: Readonly<Record<PackageManager, { readonly install: string; readonly run: string }>> =
  {
    npm: { install: 'npm install', run: 'npm run' },
    pnpm: { install: 'pnpm install', run: 'pnpm' },
    yarn: { install: 'yarn install', run: 'yarn' },
    bun: { install: 'bun install', run: 'bun run' },
  }

/** The files of a project, the same for the same answers. */
export function composeProject(
  answers: Answers,
  names: { readonly name: string; readonly packageName: string; readonly motiaVersion: string },
): ProjectFiles {
  const { template, language } = answers
  const facts = toFacts(answers)
  const sources = [...readLayer('base', language), ...readLayer(SAMPLES[template].sample, language)]
  const files = new Map<string, string>()
  for (const [path, source] of sources) {
    const text = selectParts(source, facts)
    if (text !== undefined) files.set(path, text)
  }
  const words = toWords(answers, names.name, listSteps(files))
  for (const [path, text] of files) {
    if (!isStepSource(path)) files.set(path, fillIn(text, path.endsWith('.html') ? escapeAll(words) : words))
  }
  files.set('package.json', toPackageJson(names.packageName, names.motiaVersion, language))
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function toFacts({ template, language, features, packageManager }: Answers): Facts {
  const { sample, web } = SAMPLES[template]
  const facts = new Set<string>([...features, language, packageManager, sample])
  const requests = listRequests(template, features).length > 0
  if (web) facts.add('web')
  if (web && requests) facts.add('script')
  if (requests) facts.add('requests')
  if (features.length === 0) facts.add('empty')
  return facts
}

function toWords({ template, language, features, packageManager }: Answers, name: string, steps: string) {
  return {
    name,
    steps,
    ...COMMANDS[packageManager],
    ext: language === 'typescript' ? 'ts' : 'js',
    lang: language === 'typescript' ? 'ts' : 'js',
    requests: listRequests(template, features).join('\n'),
  }
}

/** A template's files, under the names that they get in a project of this language. */
function readLayer(layer: string, language: Language): [path: string, text: string][] {
  const folder = join(templates, layer)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return paths
    .filter((path) =>
      language === 'typescript' ? !isJavaScriptTwin(path, paths) : !hasJavaScriptTwin(path, paths),
    )
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8')
      return language === 'typescript' || !path.endsWith('.ts')
        ? [toProjectPath(path), text]
        : [path.replace(/\.ts$/, '.js'), toJavaScript(text)]
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
function isStepSource(path: string): boolean {
  return /^motia\/.*\.[jt]s$/.test(path)
}
