/**
 * Builds the page into the motia package, as static files that its Workbench serves; in development passes its API on
 * to a project that runs (`motia dev`), so that the page can be worked on with reloads.
 */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The Workbench of the project that runs, and the token from its `.motia/`: this page is not the one it gave a cookie. */
const { MOTIA_WORKBENCH: target = 'http://localhost:3000', MOTIA_WORKBENCH_TOKEN: token = '' } = process.env

const sources = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [react()],
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
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    proxy: {
      '/api': { target, changeOrigin: true, headers: { origin: target, authorization: `Bearer ${token}` } },
    },
  },
})
