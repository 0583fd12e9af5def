/** To be built. */
import { Page } from '../../parts/card.tsx'

export function FlowPanel() {
  return <Page title="flow">…</Page>
}
