/** A backend without a framework, in a process that `node --watch` starts anew for each edit. */
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

const { port, root } = JSON.parse(process.env.BENCH_OPTIONS)
const { handle } = await import(pathToFileURL(`${root}/step.mjs`).href)
createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(handle()))
}).listen(port, '127.0.0.1')
