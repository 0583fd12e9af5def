/**
 * What the app process says when an exception that nobody catches ends it, so that the supervisor knows more than an
 * exit code: the terminal has the stack from Node, the Workbench has it from here. app.ts calls it once.
 */
import { type Failure, toFailure } from '@motia/core/failure'

/** The part of `process` that tells of what ends it. */
export type Dying = Pick<NodeJS.Process, 'on' | 'listenerCount' | 'hasUncaughtExceptionCaptureCallback'>

/** @param tell is called as the process is about to end, and has to be done when it returns */
export function tellLastWords(tell: (failure: Failure) => void, dying: Dying = process): void {
  // Watching changes nothing: Node still prints the exception and ends the process.
  dying.on('uncaughtExceptionMonitor', (error) => {
    const isCaught =
      dying.listenerCount('uncaughtException') > 0 || dying.hasUncaughtExceptionCaptureCallback()
    if (!isCaught) tell(toFailure(error))
  })
}
