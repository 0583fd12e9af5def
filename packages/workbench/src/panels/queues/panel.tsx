/** To be built. */
import { Page } from '../../parts/card.tsx'

export function QueuesPanel() {
  return <Page title="queues">…</Page>
}
