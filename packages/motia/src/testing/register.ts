/**
 * `node --import motia/testing/register --test`: makes Node take a project's files as `motia dev` does, TypeScript on
 * every version of Node included, so that tests need no compiler of their own.
 */
import module from 'node:module'
import * as hooks from './source-hooks.ts'

/** From Node 22.15 on: hooks that run in the thread that loads. */
interface Newer {
  registerHooks?(given: typeof hooks): void
}

process.setSourceMapsEnabled(true) // so that a failure names the line that its author knows

const { registerHooks } = module as Newer
if (registerHooks) registerHooks(hooks)
else module.register(new URL('./source-hooks.js', import.meta.url))
