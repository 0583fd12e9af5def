/** Sidekiq's side, as Debian has it: its queue filled by its own client, and one process of so many threads. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureSystemPackages } from '../../test/system-packages.ts'
import { type Child, cleanEnvironment, startChild } from './child-process.ts'
import type { RedisServer } from './redis.ts'

const runFile = promisify(execFile)
const APP = fileURLToPath(new URL('../peers/sidekiq_app.rb', import.meta.url))

/** The better one of 10, its default, and 25. It has no acknowledgement: what a killed process held is lost. */
export const SIDEKIQ_SETTINGS = { concurrency: 10, logLevel: 'WARN' } as const

export async function describeSidekiq(): Promise<Record<string, unknown>> {
  await ensureSystemPackages(['ruby-sidekiq'])
  const code = 'require "sidekiq"; puts RUBY_VERSION, Sidekiq::VERSION, Redis::VERSION'
  const { stdout } = await runFile('ruby', ['-e', code])
  const [ruby, sidekiq, redisClient] = stdout.split('\n')
  return { ...SIDEKIQ_SETTINGS, ruby, sidekiq, redisClient }
}

/** Queues jobs that do nothing. */
export async function fillSidekiq(redis: RedisServer, jobs: number): Promise<void> {
  await runFile('ruby', [APP, String(jobs)], { env: environmentOf(redis) })
}

export function startSidekiq(redis: RedisServer): Child {
  const args = ['--require', APP, '--queue', 'bench', '--environment', 'production']
  const concurrency = ['--concurrency', String(SIDEKIQ_SETTINGS.concurrency)]
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  return startChild('sidekiq', [...args, ...concurrency], { env: environmentOf(redis), stdio: [...stdio] })
}

/** Queued: it is said nowhere what a process holds. */
export function countJobs({ client }: RedisServer): Promise<number> {
  return client.llen('queue:bench')
}

function environmentOf({ port }: RedisServer): NodeJS.ProcessEnv {
  return { ...cleanEnvironment(), REDIS_URL: `redis://127.0.0.1:${port}/0` }
}
