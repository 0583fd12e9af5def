/** A backend on Vite's dev server: each request loads its handler through `ssrLoadModule`, which follows edits. */
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'vite'

const { port, root } = JSON.parse(process.argv[2])
const vite = await createServer({
  root,
  configFile: false,
  appType: 'custom',
  server: { middlewareMode: true, hmr: false },
  logLevel: 'error',
})
const server = createHttpServer(async (_request, response) => {
  const { handle } = await vite.ssrLoadModule('/step.ts')
  response.setHeader('content-type', 'application/json').end(JSON.stringify(handle()))
})
server.listen(port, '127.0.0.1', () => process.send('ready'))
