/**
 * The registry's process: Verdaccio on a free loopback port. Started by registry.ts with its settings as argument;
 * sends the port when it listens and ends with its parent, however that ends.
 */
import { runServer } from 'verdaccio'

/** What registry.ts hands over. */
export interface ServerSettings {
  /** Where published and proxied packages are kept. */
  readonly storage: string
  /** The registry that everything which is not ours comes from. */
  readonly upstream: string
}

process.once('disconnect', () => process.exit())

const { storage, upstream }: ServerSettings = JSON.parse(process.argv[2] ?? '')
const app = await runServer(toConfig(storage, upstream))
const server = app.listen(0, '127.0.0.1', () => process.send?.(server.address().port))

/** Ours are never looked up outside: the public packages of these names are strangers'. */
function toConfig(storage: string, upstream: string) {
  const local = { access: '$all', publish: '$all' }
  return {
    storage,
    self_path: `${storage}/config.yaml`,
    uplinks: {
      upstream: { url: upstream, timeout: '60s', max_fails: 10, agent_options: { keepAlive: true } },
    },
    packages: { motia: local, '@motia/*': local, '**': { access: '$all', proxy: 'upstream' } },
    max_body_size: '200mb',
    web: { enable: false },
    log: { type: 'stdout', format: 'json', level: 'warn' },
  }
}
