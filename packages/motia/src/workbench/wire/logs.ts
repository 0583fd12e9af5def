/** Wire of log lines. */
import type { LogPage } from '../../observability/records.ts'

/**
 * `GET /api/v1/logs?run=&trace=&step=&level=&text=&from=&to=&before=&after=&limit=`. `text`: words that all have to
 * occur in the message or the fields, from a word's beginning; `name=value` asks for a field. `before`, `after`: ids.
 */
export type WireLogs = LogPage
