import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { parseSync, transformSync } from 'rolldown/utils'
import { expect, it } from 'vitest'
import { scanSource } from '../../discovery/scan.ts'
import { parseSource } from '../../discovery/syntax.ts'
import {
  FEATURES,
  type Feature,
  isWrittenIn,
  LANGUAGES,
  type Language,
  PACKAGE_MANAGERS,
  TEMPLATES,
} from './choice.ts'
import { VERSIONS } from './package-json.ts'
import { composeProject, type ProjectFiles } from './project.ts'
import { type Answers, assumeAnswers } from './question.ts'
import { RESOLUTIONS } from './resolutions.ts'
import { chooseSample, listRequests } from './sample.ts'

const workspace = new URL('../../../../../', import.meta.url)
const NAMES = { name: 'shop', packageName: 'shop', motiaVersion: '1.2.3' }

const SUBSETS: readonly Feature[][] = Array.from({ length: 2 ** FEATURES.length }, (_, bits) =>
  FEATURES.filter((_feature, index) => bits & (1 << index)).map(({ value }) => value),
)

/** Every template in every language that it is there in, with every set of features. */
const COMBINATIONS = TEMPLATES.flatMap(({ value: template }) =>
  LANGUAGES.filter(({ value }) => isWrittenIn(template, value)).flatMap(({ value: language }) =>
    SUBSETS.map((features) => assumeAnswers({ packageManager: 'npm', template, language, features })),
  ),
)

/** Of steps; that of helpers first. */
const EXTENSIONS: Readonly<Record<Language, readonly string[]>> = {
  typescript: ['ts'],
  javascript: ['js'],
  python: ['py'],
  ruby: ['rb'],
  multi: ['ts', 'py', 'rb'],
}

const IDS_OF_TUTORIAL =
  /create-user|send-welcome-email|process-order|validate-inventory|process-payment|daily-summary-report|cleanup-old-logs|batch-process-users|analyze-user-behavior|handle-step-error|update-user-status|send-report-email|create-shipping-label|send-alert/
const ROUTES_OF_TUTORIAL = /['"`/](users|orders)\b/

function compose(answers: Partial<Answers>): ProjectFiles {
  return composeProject(assumeAnswers({ packageManager: 'npm', ...answers }), NAMES)
}

function read(files: ProjectFiles, path: string): string {
  return files.get(path) ?? expect.fail(`no file ${path}: ${[...files.keys()].join(', ')}`)
}

function title({ template, language, features }: Answers): string {
  return `${template}, ${language}, ${features.join('+') || 'no features'}`
}

it.each(COMBINATIONS.map((answers) => [title(answers), answers] as const))(
  '%s: whole, and true to itself',
  (_title, answers) => {
    const files = composeProject(answers, NAMES)
    const { language, features, template } = answers
    for (const folder of ['steps', 'events', 'workflows'])
      expect([...files.keys()]).toContain(`motia/${folder}/README.md`)
    const { web } = chooseSample(template, language)
    expect(files.has('web/index.html')).toBe(web)
    const scripted = web && (features.includes('api') || features.includes('ai'))
    expect(files.has('web/app.js')).toBe(scripted)
    expect(files.get('web/index.html')?.includes('app.js') ?? false).toBe(scripted)
    expect(files.has('tsconfig.json')).toBe(language === 'typescript' || language === 'multi')
    expect(files.has('jsconfig.json')).toBe(language === 'javascript')
    expect([...files.keys()].filter((path) => path.startsWith('motia/ai/'))).toEqual(
      features.includes('ai') ? [`motia/ai/provider.${EXTENSIONS[language][0]}`] : [],
    )
    for (const [path, text] of files) checkFile(path, text, files, language)
    checkSteps(files, answers)
  },
)

function checkFile(path: string, text: string, files: ProjectFiles, language: Language) {
  const where = `${path}:\n${text}`
  expect(text, where).not.toMatch(/#(if|endif)\b|\{\{|\n\n\n\n/)
  // Python's style asks for two empty lines around functions
  if (!path.endsWith('.py') && path !== 'AGENTS.md') expect(text, where).not.toContain('\n\n\n')
  expect(text, where).toMatch(/^\S[\s\S]*\S\n$/)
  expect(text, where).not.toMatch(IDS_OF_TUTORIAL)
  expect(text, where).not.toMatch(ROUTES_OF_TUTORIAL)
  const [, extension = ''] = /^motia\/.*\.([jt]s|py|rb)$/.exec(path) ?? []
  if (extension) expect(EXTENSIONS[language], path).toContain(extension)
  if (!/\.[jt]s$/.test(path)) return
  expect(parseSync(path, text).errors, where).toEqual([])
  for (const [, specifier = ''] of text.matchAll(/ from '(\.[^']*)'/g)) {
    expect([...files.keys()], where).toContain(join(dirname(path), specifier))
  }
}

/** What the chosen features promise is there, what they trigger exists, and the README lists it. */
function checkSteps(files: ProjectFiles, { template, language, features }: Answers) {
  const sources = [...files].filter(([path]) => /^motia\/.*\.([jt]s|py|rb)$/.test(path))
  const code = sources.map(([, text]) => text).join('\n')
  const isGuestbook = chooseSample(template, language).sample === 'guestbook'
  const hasJobs = features.includes('jobs')
  const hasEvents = hasJobs || (isGuestbook && features.includes('api'))
  const made = sources.flatMap(([path, text]) => findSteps(path, text))
  const kinds = new Set(made.map(({ kind }) => kind))
  expect(kinds.has('api')).toBe(features.includes('api') || features.includes('ai'))
  expect(kinds.has('event')).toBe(hasEvents)
  expect(kinds.has('cron')).toBe(hasJobs)
  if (!isGuestbook) {
    expect(/after(: |=)/.test(code)).toBe(hasJobs)
    expect(/ {2}retry(: |=)/.test(code)).toBe(hasJobs)
  }
  expect(code.match(/= (fake\(\)|Fake\(\)|FakeProvider\.new)/g)?.length ?? 0).toBe(
    features.includes('ai') ? 1 : 0,
  )

  const topics = [...code.matchAll(/^ {2}on: '([^']+)'/gm)].map(([, topic]) => topic)
  const ids = made.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const targets = [...code.matchAll(/otia\.trigger\(['"]([^'"]+)['"]/g)].map(([, target]) => target)
  expect(targets.length > 0).toBe(hasEvents)
  for (const target of targets) expect([...ids, ...topics]).toContain(target)

  const rows = read(files, 'README.md').match(/^\| `motia\/.*\.\w+` \| .*$/gm) ?? []
  expect(rows.map((row) => row.split('`')[1])).toEqual(made.map(({ file }) => file).sort())
  expect(read(files, 'README.md')).not.toContain('undefined')
}

interface MadeStep {
  readonly file: string
  readonly kind: string
  readonly id: string
}

/** What `motia dev` will see in it. */
function findSteps(file: string, text: string): readonly MadeStep[] {
  if (/\.[jt]s$/.test(file)) return scan(file, text).steps.map(({ kind, id = '' }) => ({ file, kind, id }))
  const steps = text.matchAll(/^@?(api|event|cron)(?:\(\s*id="| id: ')([^'"]+)/gm)
  return [...steps].map(([, kind = '', id = '']) => ({ file, kind, id }))
}

function scan(path: string, text: string) {
  const source = parseSource(path, text)
  return 'mistakes' in source ? expect.fail(JSON.stringify(source.mistakes)) : scanSource(source)
}

it.each(COMBINATIONS)(
  '$template in $language with $features answers every request that it advertises',
  (answers) => {
    const code = [...composeProject(answers, NAMES).values()].join('\n')
    for (const request of listRequests(answers)) {
      const { pathname } = new URL(/http:[^' ]+/.exec(request)?.[0] ?? '')
      const method = request.includes('-X POST') ? 'POST' : 'GET'
      expect(code).toMatch(new RegExp(`method(?:: |=)['"]${method}['"],\\n +path(?:: |=)['"]${pathname}['"]`))
    }
  },
)

it.each(COMBINATIONS.map((answers) => [title(answers), answers] as const))(
  '%s: has a test that runs by its language’s runner, unless there is nothing to test',
  (_title, answers) => {
    const files = composeProject(answers, NAMES)
    const tests = [...files.keys()].filter((path) => path.startsWith('test/'))
    const { test } = JSON.parse(read(files, 'package.json')).scripts
    const { features } = answers
    const isTested = features.includes('api') || features.includes('jobs')
    expect([tests.length > 0, test !== undefined]).toEqual([isTested, isTested])
    const runners = { ts: 'test/*.test.ts', js: 'test/*.test.js', py: 'unittest', rb: '_test.rb' }
    for (const path of tests)
      expect(test).toContain(runners[(path.split('.').at(-1) ?? '') as keyof typeof runners])
    expect(read(files, 'README.md').includes('run test`')).toBe(isTested)
  },
)

it('says in which languages a template is there, instead of giving another one', () => {
  expect(() => compose({ template: 'uploads', language: 'multi' })).toThrow(
    'The template uploads is there in typescript, javascript, python and ruby, not in multi',
  )
})

it('runs its tests in Ruby with Motia’s library, wherever a workspace has installed it', () => {
  const answers = assumeAnswers({ packageManager: 'npm', language: 'ruby' })
  const script = (workspaceRoot?: string) =>
    JSON.parse(read(composeProject(answers, NAMES, { workspaceRoot }), 'package.json')).scripts.test
  const run = `-e "Dir['./test/*_test.rb'].each { |file| require file }"`
  expect(script()).toBe(`ruby -I./node_modules/motia/ruby/lib ${run}`)
  expect(script('../..')).toBe(
    `ruby -I./node_modules/motia/ruby/lib -I../../node_modules/motia/ruby/lib ${run}`,
  )
})

it('has a web page that asks for nothing from elsewhere', () => {
  for (const [path, text] of compose({})) {
    if (path.startsWith('web/')) expect(text.match(/https?:\/\/(?!localhost|www\.w3\.org)/g), path).toBeNull()
  }
})

it('has a package.json that npm takes, with Motia among the runtime dependencies', () => {
  expect(JSON.parse(read(compose({}), 'package.json'))).toEqual({
    name: 'shop',
    version: '0.1.0',
    private: true,
    scripts: {
      dev: 'motia dev',
      build: 'motia build',
      start: 'motia start',
      test: 'node --import motia/testing/register --test test/*.test.ts',
      types: 'motia types',
      check: 'tsc',
    },
    dependencies: { '@motia/core': '1.2.3', motia: '1.2.3', zod: VERSIONS.zod },
    devDependencies: { '@types/node': VERSIONS['@types/node'], typescript: VERSIONS.typescript },
    engines: { node: '>=20.19.0' },
  })
})

it('names the versions that the workspace is tested with', () => {
  const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', workspace), 'utf8'))
  const own = JSON.parse(readFileSync(new URL('packages/motia/package.json', workspace), 'utf8')).dependencies
  const known = { ...own, ...devDependencies }
  for (const [name, range] of Object.entries({ ...VERSIONS, ...RESOLUTIONS }))
    expect([name, known[name]]).toEqual([name, range])
})

it('makes Yarn take the version of a package that runs on the oldest Node', () => {
  const resolutions = (packageManager: Answers['packageManager'], workspaceRoot?: string) => {
    const files = composeProject(assumeAnswers({ packageManager }), NAMES, { workspaceRoot })
    return JSON.parse(read(files, 'package.json')).resolutions
  }
  expect(resolutions('yarn')).toEqual(RESOLUTIONS)
  expect(resolutions('yarn', '../..')).toBeUndefined() // only the root of a workspace may say so
  expect(resolutions('npm')).toBeUndefined()
})

it('leaves to a workspace what is the whole workspace’s', () => {
  const answers = assumeAnswers({ packageManager: 'yarn' })
  const files = composeProject(answers, NAMES, { workspaceRoot: '../..' })
  for (const path of ['Dockerfile', 'docker-compose.yml', '.dockerignore', '.yarnrc.yml'])
    expect([path, files.has(path)]).toEqual([path, false])
  expect(read(files, 'README.md')).not.toContain('docker')
})

it('has the configuration that chapter 7 prints', () => {
  const module = { exports: {} as Record<string, unknown> }
  const env = { DATABASE_URL: 'sqlite://./x.db', REDIS_URL: undefined }
  new Function('module', 'process', read(compose({}), 'motia.config.js'))(module, { env })
  expect(module.exports).toEqual({
    development: {
      port: 3001,
      workbench: { enabled: true, port: 3000 },
      database: { url: 'sqlite://./motia-dev.db' },
    },
    production: {
      port: 8080,
      workbench: { enabled: false },
      database: { url: 'sqlite://./x.db' },
      redis: { url: undefined },
    },
  })
})

it.each(PACKAGE_MANAGERS)('has a Dockerfile and a README for $value', ({ value: packageManager }) => {
  const files = compose({ packageManager })
  expect(read(files, 'README.md')).toContain(`${packageManager} install`)
  const dockerfile = read(files, 'Dockerfile')
  expect(dockerfile).toContain('FROM node:24-alpine')
  expect(dockerfile).toContain('python3 -m venv')
  expect(dockerfile.match(/^COPY package/gm)).toHaveLength(1)
  expect(files.has('.yarnrc.yml')).toBe(packageManager === 'yarn')
})

it('says the same in JavaScript as in TypeScript, where both are written by hand', () => {
  const plain = (path: string, text: string) => {
    const { code, errors } = transformSync(path, text.replace(/\/\*\*[\s\S]*?\*\//g, ''))
    expect(errors).toEqual([])
    return code.replace(/\.ts\b/g, '.js')
  }
  const typescript = compose({ language: 'typescript' })
  const javascript = compose({ language: 'javascript' })
  for (const [path, text] of typescript) {
    if (!path.endsWith('.ts')) continue
    const twin = path.replace(/\.ts$/, '.js')
    expect(plain(twin, read(javascript, twin))).toBe(plain(path, text))
  }
})
