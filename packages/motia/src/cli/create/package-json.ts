/** The `package.json` of a new project. Called by project.ts. */
import type { Answers } from './question.ts'
import { RESOLUTIONS } from './resolutions.ts'

/** Third-party packages of a new project; the workspace itself is tested with the same ones. */
export const VERSIONS = {
  zod: '^4.6.7',
  typescript: '^7.0.2',
  '@types/node': '^20.19.43',
} as const

/** Of the project, besides its answers. */
interface Place {
  /** The line of the script `test`, if the project has tests. */
  readonly test?: string | undefined
  /** Of a workspace. */
  readonly isMember?: boolean
}

/**
 * `motia` is a runtime dependency: a production install (`npm ci --omit=dev`) has to build and start. No `type`, since
 * `motia.config.js` is CommonJS; Motia loads steps with `import` as ESM whatever stands here.
 */
export function toPackageJson(
  name: string,
  motiaVersion: string,
  { language, packageManager }: Pick<Answers, 'language' | 'packageManager'>,
  { test, isMember = false }: Place = {},
): string {
  const typescript = language === 'typescript' || language === 'multi'
  const script = typescript || language === 'javascript'
  const manifest = {
    name,
    version: '0.1.0',
    private: true,
    scripts: {
      dev: 'motia dev',
      build: 'motia build',
      start: 'motia start',
      ...(test !== undefined && { test }),
      ...(script && { types: 'motia types' }),
      ...(typescript && { check: 'tsc' }),
    },
    dependencies: {
      ...(script && { '@motia/core': motiaVersion }),
      motia: motiaVersion,
      ...(script && { zod: VERSIONS.zod }),
    },
    ...(script && {
      devDependencies: {
        '@types/node': VERSIONS['@types/node'],
        ...(typescript && { typescript: VERSIONS.typescript }),
      },
    }),
    ...(packageManager === 'yarn' && !isMember && { resolutions: RESOLUTIONS }),
    engines: { node: '>=20.19.0' },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
