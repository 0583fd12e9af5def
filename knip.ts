/** What is dead code: exports and files that nothing reaches from the entries below, dependencies nobody imports. */
import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  workspaces: {
    '.': {
      entry: [
        'scripts/*.ts',
        'test/registry/{cli,server,vitest}.ts',
        'bench/{bench,store,profile}.ts',
        // Started as processes of their own.
        'bench/{peers,processes}/*.mjs',
        'bench/projects/**/*.ts',
      ],
      project: ['scripts/**/*.ts', 'test/**/*.ts', 'bench/**/*.{ts,mjs}'],
    },
    // Entries are what package.json exports: every file of core, which `motia` imports one by one.
    'packages/core': { project: ['src/**/*.ts'] },
    'packages/motia': {
      project: ['src/**/*.ts'],
      ignoreDependencies: [
        // Held at a version whose tree runs on Node 20.19 without a warning; Fastify imports it, we do not.
        'light-my-request',
        // Chosen ahead of the code that imports them; a line goes when its code comes.
        '@clack/prompts',
        '@motia/core',
        'chokidar',
        'commander',
        'croner',
        'fastify',
        'libsql',
        'rolldown',
      ],
    },
  },
}

export default config
