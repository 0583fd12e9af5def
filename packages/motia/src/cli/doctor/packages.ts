/** Whether the project is one, and its packages fit together: installed, and each of ours there once. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findFiles } from '../../discovery/files.ts'
import { type Check, type Finding, failing, ok, warning } from './finding.ts'

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** The folder, and whether anything in it may hold steps. */
export const checkProject: Check = async ({ root }) => {
  if (!existsSync(join(root, 'package.json')))
    return [
      failing(`${root} is no project: it has no package.json`, 'npx motia create, or cd into a project.'),
    ]
  const manifest = readManifest(root)
  if (!manifest)
    return [failing('package.json is not JSON', 'Correct it: `npm pkg get` tells where it breaks.')]
  const { sources, foreign } = await findFiles(root)
  const count = sources.length + foreign.length
  const files = `${count} source ${count === 1 ? 'file' : 'files'}`
  const project = ok(`project ${manifest.name ?? 'without a name'} in ${root}, ${files}`)
  if (count > 0) return [project]
  return [warning(`${root} has no sources in motia/, steps/ or src/`, 'npx motia add api')]
}

/** What package.json asks for has to be there. */
export const checkPackages: Check = ({ root }) => {
  const { dependencies = {}, devDependencies = {} } = readManifest(root) ?? {}
  const names = Object.keys({ ...dependencies, ...devDependencies })
  const missing = names.filter((name) => findPackage(root, name) === undefined)
  if (names.length === 0) return []
  if (missing.length === 0) return [ok(`${names.length} packages installed`)]
  const some = missing.slice(0, 5).join(', ')
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : ''
  return [
    failing(`not installed: ${some}${more}`, 'Run the install of your package manager: npm install, say.'),
  ]
}

/** Steps, Motia and its workers have to see the same @motia/core, and the command the project's own Motia. */
export const checkMotia: Check = ({ root, version }) => {
  const installed = findPackage(root, 'motia')
  if (installed === undefined)
    return [warning('the project has no motia of its own', 'npm install motia @motia/core')]
  const found: Finding[] = []
  const own = readManifest(installed)?.version
  if (own !== version) {
    const message = `this is motia ${version}, and the project has ${own}`
    found.push(warning(message, 'Run it by `npx motia` or `npm run` within the project.'))
  }
  const cores = [root, installed].flatMap((from) => findPackage(from, '@motia/core') ?? [])
  const places = new Set(cores.map((path) => realpathSync(path)))
  if (places.size > 1) {
    const versions = [...places].map((path) => `${readManifest(path)?.version} in ${path}`).join(', ')
    found.push(
      failing(
        `@motia/core is there ${places.size} times: ${versions}`,
        'Ask for the same version of motia and @motia/core in package.json, and install again (npm dedupe).',
      ),
    )
  }
  return found.length > 0 ? found : [ok(`motia ${own}, and one @motia/core`)]
}

/** The folder that an import of the name from there leads to. */
function findPackage(from: string, name: string): string | undefined {
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name)
    if (existsSync(join(path, 'package.json'))) return path
    if (folder === dirname(folder)) return undefined
  }
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return undefined
  }
}
