/** All cases of the check, by theme, in the order of docs/protocol.md. */
import type { Theme } from './case.ts'
import { ANSWERING } from './cases/answering.ts'
import { CALLING } from './cases/calling.ts'
import { DEADLINES } from './cases/deadlines.ts'
import { DESCRIBING } from './cases/describing.ts'
import { ENDING } from './cases/ending.ts'
import { FRAMING } from './cases/framing.ts'
import { LOGGING } from './cases/logging.ts'
import { OUTCOMES } from './cases/outcomes.ts'
import { RUNNING } from './cases/running.ts'
import { STARTING } from './cases/starting.ts'
import { STATE } from './cases/state.ts'
import { STREAMING } from './cases/streaming.ts'
import { TRIGGERING } from './cases/triggering.ts'

export const THEMES: readonly Theme[] = [
  STARTING,
  FRAMING,
  DESCRIBING,
  RUNNING,
  OUTCOMES,
  DEADLINES,
  ANSWERING,
  STREAMING,
  TRIGGERING,
  CALLING,
  STATE,
  LOGGING,
  ENDING,
]
