import { afterEach, expect, it, vi } from 'vitest'
import { loadCompiler } from './load-compiler.ts'

afterEach(() => vi.unstubAllEnvs())

it('tells the compiler as it is loaded, and nobody else', async () => {
  const seen = await loadCompiler(async () => process.env.ROLLDOWN_WORKER_THREADS)
  expect(seen).toBe('1')
  expect(process.env).not.toHaveProperty('ROLLDOWN_WORKER_THREADS')
})

it('leaves what the user has set, and takes back its own when loading fails', async () => {
  vi.stubEnv('ROLLDOWN_WORKER_THREADS', '8')
  const failing = loadCompiler(() => Promise.reject(new Error(process.env.ROLLDOWN_WORKER_THREADS)))
  await expect(failing).rejects.toThrow('8')
  expect(process.env.ROLLDOWN_WORKER_THREADS).toBe('8')
  expect(process.env).not.toHaveProperty('MIMALLOC_ARENA_EAGER_COMMIT')
})
