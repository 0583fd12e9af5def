/** What browsers may ask for from other origins, as the config says. Called by route-table.ts, before any route is made. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CorsConfig } from '../../config/config.ts'

/** Answers preflights of every path, and adds to all other answers what browsers want to see. */
export async function allowOrigins(fastify: FastifyInstance, config: CorsConfig): Promise<void> {
  const { default: cors } = await import('@fastify/cors')
  const { origin, methods, headers, exposed, credentials = false, maxAgeMs } = config
  const options = {
    origin: origin === '*' ? origin : origin.map(toMatcher),
    methods: [...methods],
    credentials,
    ...(headers && { allowedHeaders: [...headers] }),
    ...(exposed && { exposedHeaders: [...exposed] }),
    ...(maxAgeMs !== undefined && { maxAge: Math.floor(maxAgeMs / 1000) }),
  }
  // An OPTIONS that no browser sent in advance is a step's, or a question of what is allowed.
  await fastify.register(cors, {
    delegator: (request, done) => done(null, { ...options, preflight: isPreflight(request) }),
  })
}

function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined
}

/** `https://*.example.com`: any number of labels, at least one. */
function toMatcher(origin: string): string | RegExp {
  if (!origin.includes('*')) return origin
  const [before = '', after = ''] = origin
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${before}(?:[a-z\\d-]+\\.)*[a-z\\d-]+${after}$`, 'i')
}
