/** To be built. */
import { Page } from '../../parts/card.tsx'

export function RunPanel() {
  return <Page title="run">…</Page>
}
