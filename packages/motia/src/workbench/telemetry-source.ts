/** What the Workbench needs of what was seen; the supervisor brings it, and closes it. */
import type { TelemetryReader } from '../observability/records.ts'

/** A read may be refused with `MOTIA_UNREADABLE`, which passes. */
export type TelemetrySource = Omit<TelemetryReader, 'close'>
