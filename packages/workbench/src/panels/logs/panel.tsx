/** To be built. */
import { Page } from '../../parts/card.tsx'

export function LogsPanel() {
  return <Page title="logs">…</Page>
}
