/**
 * Builds the page into the motia package, as static files that its Workbench serves; in development passes its API on
 * to a project that runs (`motia dev`), so that the page can be worked on with reloads.
 */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { interFont } from './inter.ts'

/** The Workbench of the project that runs, and the token from its `.motia/`: this page is not the one it gave a cookie. */
const { MOTIA_WORKBENCH: target = 'http://localhost:3000', MOTIA_WORKBENCH_TOKEN: token = '' } = process.env

const sources = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const SMALL_PARTS =
  /[\\/]src[\\/](words|model|api|parts)[\\/](?!schema|code-editor|virtual-list|log-line|row-keys|json|dialog|select|multi-select)|lucide-react/

/**
 * What panels have in common, in few chunks: each of dozens costs a request, and the first screen waits for all. What the
 * first screen needs in any case is one; what only lists or forms need is apart.
 */
const CHUNKS = [
  { name: 'frame', tags: ['$initial'] as const, priority: 3 },
  { name: 'parts', test: SMALL_PARTS, minShareCount: 2, priority: 2 },
  { name: 'lists', test: /[\\/]parts[\\/](virtual-list|log-line)/, minShareCount: 2, priority: 1 },
  { name: 'popups', test: /[\\/]parts[\\/](dialog|select|multi-select)/, minShareCount: 2, priority: 1 },
  { name: 'forms', test: /[\\/]parts[\\/](schema|code-editor)/, minShareCount: 2, priority: 1 },
]

export default defineConfig({
  plugins: [react(), interFont()],
  resolve: {
    alias: [
      { find: /^@motia\/core\/(.*)$/, replacement: `${sources('../core/src')}/$1.ts` },
      { find: /^motia\/(.*)$/, replacement: `${sources('../motia/src')}/$1.ts` },
    ],
  },
  build: {
    outDir: '../motia/dist/workbench/page',
    emptyOutDir: true,
    target: 'es2023',
    // Everything comes from the server itself, also what is small: the policy allows nothing inlined but icons.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    proxy: {
      '/api': { target, changeOrigin: true, headers: { origin: target, authorization: `Bearer ${token}` } },
    },
  },
})
