/** To be built. */
import { Page } from '../../parts/card.tsx'

export function UnroutedPanel() {
  return <Page title="unrouted">…</Page>
}
