/**
 * Builds the page into the motia package, as static files that its Workbench serves; in development passes its API on
 * to a project that runs (`motia dev`), so that the page can be worked on with reloads.
 */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

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
    strictPort: true,
    proxy: { '/api': { target: process.env.MOTIA_WORKBENCH ?? 'http://localhost:3000', changeOrigin: true } },
  },
})
