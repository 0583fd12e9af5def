/**
 * The suites. `unit`, `arch` and `workers` read the sources and need no build; the others install the packed packages
 * from a registry on loopback, one file at a time, because they measure and kill whole processes. `pictures` proves nothing:
 * it makes those of README.md, by `npm run pictures`.
 */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const coreSource = fileURLToPath(new URL('packages/core/src', import.meta.url))

/** Tests see the sources of @motia/core, so that an edit shows without a build. */
const alias = [
  { find: /^@motia\/core$/, replacement: `${coreSource}/index.ts` },
  { find: /^@motia\/core\/(.*)$/, replacement: `${coreSource}/$1.ts` },
]

/** Suites on the packed packages: installs take a while, and a file has the machine to itself. */
const packed = {
  globalSetup: ['test/registry/vitest.ts'],
  testTimeout: 120_000,
  hookTimeout: 180_000,
  fileParallelism: false,
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'bench/**/*.test.ts',
            'test/{tutorial,acceptance,docs,durability}/**/*.test.ts',
          ],
          // What discovery's tests compile is loaded by Node itself, as it is for users.
          server: { deps: { external: [/\/motia-project-\w+\//] } },
        },
      },
      { test: { name: 'arch', include: ['test/architecture.test.ts', 'test/architecture/**/*.test.ts'] } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts', 'test/registry/**/*.test.ts'], ...packed } },
      { test: { name: 'workbench', include: ['test/workbench/**/*.test.ts'], ...packed } },
      { test: { name: 'pictures', include: ['test/workbench/pictures.ts'], ...packed } },
      { test: { name: 'chaos', include: ['test/chaos/**/*.test.ts'], ...packed } },
      { resolve: { alias }, test: { name: 'workers', include: ['test/worker-check/**/*.test.ts'] } },
      {
        test: {
          name: 'runtimes',
          include: ['test/runtimes/**/*.test.ts'],
          ...packed,
          globalSetup: [...packed.globalSetup, 'test/runtimes/table.ts'],
          setupFiles: ['test/runtimes/cells.ts'],
        },
      },
    ],
  },
})
