/** To be built. */
import { Page } from '../../parts/card.tsx'

export function RunsPanel() {
  return <Page title="runs">…</Page>
}
