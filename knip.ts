/** What is dead code: exports and files that nothing reaches from the entries below, dependencies nobody imports. */
import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  // Interpreters of the languages that steps are written in.
  ignoreBinaries: ['ruby'],
  // Asked for by name, in the project whose schemas are told.
  ignoreDependencies: ['@valibot/to-json-schema', 'zod-to-json-schema'],
  workspaces: {
    '.': {
      entry: [
        'scripts/*.ts',
        'test/registry/{cli,server,vitest}.ts',
        'bench/{bench,store,profile,log-search}.ts',
        // Started as processes of their own.
        'bench/{peers,processes}/*.mjs',
        'bench/projects/**/*.{ts,mjs}',
      ],
      project: ['scripts/**/*.ts', 'test/**/*.ts', 'bench/**/*.{ts,mjs}', '!test/**/fixtures/**'],
      // Linked by path into the project that docs/middleware.md describes.
      ignoreDependencies: ['@fastify/helmet'],
    },
    // Entries are what package.json exports: every file of core, which `motia` imports one by one.
    'packages/core': { project: ['src/**/*.ts'] },
    'packages/client': { project: ['src/**/*.ts'] },
    'packages/motia': {
      // Processes and threads, started by path; processes of their own that tests start.
      entry: [
        'src/{app,worker}.ts',
        'src/{stores/sqlite,workbench/reading}/thread.ts',
        'src/**/fixtures/*.{ts,mjs,cjs}',
      ],
      project: ['src/**/*.ts'],
      ignoreDependencies: [
        // Held at a version whose tree runs on Node 20.19 without a warning; Fastify imports it, we do not.
        'light-my-request',
      ],
    },
    'packages/workbench': {
      entry: ['src/main.tsx', 'src/**/*.worker.ts'],
      project: ['*.ts', 'src/**/*.{ts,tsx}'],
      // Its file is found by path.
      ignoreDependencies: ['@fontsource-variable/inter'],
    },
  },
}

export default config
