/**
 * The project's own Fastify plugin, `motia/fastify.ts`: registered on the instance of the routes, before them, so that
 * its hooks are about steps too. Called by route-table.ts, for each table anew.
 */
import { motiaError } from '@motia/core/errors'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'

export interface ProjectPlugin {
  /** For messages. */
  readonly file: string
  readonly plugin: unknown
}

/** By this mark Fastify makes no scope of its own for a plugin. */
const SKIP_OVERRIDE = Symbol.for('skip-override')

/** @throws `MOTIA_FASTIFY` */
export async function registerPlugin(
  fastify: FastifyInstance,
  { file, plugin }: ProjectPlugin,
): Promise<void> {
  const own = plugin as FastifyPluginAsync
  if (!(SKIP_OVERRIDE in own)) Object.defineProperty(own, SKIP_OVERRIDE, { value: true })
  try {
    await fastify.register(own)
  } catch (error) {
    throw refusal(file, error instanceof Error ? error.message : String(error), error)
  }
}

/** Why the project's plugin and its steps do not go together. */
export function refusal(file: string, cause: string, error?: unknown): Error {
  return motiaError('MOTIA_FASTIFY', { file, cause }, { cause: error })
}
