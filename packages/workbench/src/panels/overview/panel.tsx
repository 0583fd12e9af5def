/** To be built. */
import { Page } from '../../parts/card.tsx'

export function OverviewPanel() {
  return <Page title="overview">…</Page>
}
