/** To be built. */
import { Page } from '../../parts/card.tsx'

export function StatePanel() {
  return <Page title="state">…</Page>
}
