/** The importable `logger`: entries belong to the run that logs them, wherever in its code that is. */
import { currentHost, hasHost } from './ambient.ts'
import type { Logger } from './context.ts'

/** Outside a Motia process (a plain unit test of a handler) entries go nowhere. */
export const logger: Logger = {
  debug: (message, fields) => sink()?.debug(message, fields),
  info: (message, fields) => sink()?.info(message, fields),
  warn: (message, fields) => sink()?.warn(message, fields),
  error: (message, fields) => sink()?.error(message, fields),
}

function sink(): Logger | undefined {
  return hasHost() ? currentHost().logger : undefined
}
