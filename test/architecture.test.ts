/** Imports go one way, files stay small, names say something. The tables come first; the checks are in architecture/. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkArchitecture, type Layer } from './architecture/check.ts'

/** What the processes are made of. */
const PARTS = [
  'core',
  'wire',
  'config',
  'schemas',
  'openapi',
  'sqlite',
  'observability',
  'discovery',
  'stores',
  'runtimes',
  'runtimes/node/invoke',
  'engine',
  'triggers',
  'streams',
  'server',
  'workbench',
]
const PROCESSES = [...PARTS, 'app', 'app.ts', 'worker.ts', 'supervisor', 'supervisor.ts']

/** What the Workbench's page may know of the rest: what is sent, as types. */
const WIRE = ['core', 'workbench']

/** Who may import whom, bottom first. A layer may import the layers it names, which stand above it here. */
const LAYERS: readonly Layer[] = [
  { name: 'core', path: 'packages/core/src', layers: [], outside: { typesOf: ['@standard-schema/spec'] } },

  // Runs in browsers: nothing of Node's own.
  { name: 'client', path: 'packages/client/src', layers: ['core'], outside: 'none' },

  motia('wire', ['core']),
  motia('config', ['core']),
  motia('schemas', ['core']),
  motia('openapi', ['core']),
  motia('sqlite', []),
  motia('observability', ['core', 'sqlite']),
  motia('discovery', ['core', 'config', 'schemas']),
  motia('stores', ['core', 'sqlite']),
  motia('runtimes/node/invoke', ['core', 'schemas']),
  motia('runtimes', ['core', 'wire', 'runtimes/node/invoke']),
  motia('engine', ['core']),
  motia('triggers', ['core', 'engine']),

  motia('streams', ['core', 'config', 'engine']),
  motia('server', ['core', 'config', 'schemas', 'engine', 'runtimes/node/invoke']),
  motia('workbench', ['core', 'wire', 'openapi', 'observability', 'stores']),

  motia('app', PARTS),
  motia('app.ts', [...PARTS, 'app']),
  motia('worker.ts', ['core', 'wire', 'config', 'discovery', 'runtimes', 'runtimes/node/invoke']),
  motia('supervisor', ['core', 'wire', 'config', 'observability', 'workbench']),
  motia('supervisor.ts', ['core', 'wire', 'config', 'observability', 'stores', 'workbench', 'supervisor']),

  motia('index.ts', ['core', 'config']),
  motia('testing', PROCESSES),
  motia('install', ['core', 'wire', 'discovery', 'runtimes']),
  motia('testing/worker-check', ['core', 'wire', 'observability']),
  motia('build', PROCESSES),
  motia('dev', [...PROCESSES, 'build']),
  motia('cli', [...PROCESSES, 'testing/worker-check', 'install', 'build', 'dev']),

  page('words', []),
  page('model', ['words', ...WIRE]),
  page('api', ['words', 'model', ...WIRE]),
  page('parts', ['words', 'model', 'api', ...WIRE]),
  page('frame', ['words', 'model', 'api', 'parts', ...WIRE]),
  page('panels', ['words', 'model', 'api', 'parts', ...WIRE]),
  page('router.ts', ['model', 'api', 'frame', 'panels']),
  page('main.tsx', ['words', 'api', 'parts', 'frame', 'router.ts']),
]

const PACKAGES = {
  '@motia/core': 'packages/core/src',
  '@motia/client': 'packages/client/src',
  motia: 'packages/motia/src',
  '@motia/workbench': 'packages/workbench/src',
}
const FORBIDDEN_NAMES = ['utils', 'helpers', 'common', 'shared', 'types', 'services', 'managers']
const MAX_LINES = 300

it('the sources keep to the architecture', () => {
  const architecture = {
    layers: LAYERS,
    packages: PACKAGES,
    forbiddenNames: FORBIDDEN_NAMES,
    maxLines: MAX_LINES,
  }
  expect(checkArchitecture(readSources(), architecture)).toEqual([])
})

function motia(path: string, layers: readonly string[]): Layer {
  return { name: path, path: `packages/motia/src/${path}`, layers, outside: 'any' }
}

/** A part of the Workbench's page; names of other parts, or of layers of the system. */
function page(path: string, layers: readonly string[]): Layer {
  const toName = (name: string) => (WIRE.includes(name) ? name : `page/${name}`)
  return {
    name: toName(path),
    path: `packages/workbench/src/${path}`,
    layers: layers.map(toName),
    outside: 'any',
  }
}

function readSources(): Map<string, string> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const files = Object.values(PACKAGES).flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map(
      (file) => `${folder}/${file}`,
    ),
  )
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  return new Map(sources.map((file) => [file, readFileSync(`${root}/${file}`, 'utf8')]))
}
